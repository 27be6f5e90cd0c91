"""A server of files for tests."""

from http.server import SimpleHTTPRequestHandler


class QuietHandler(SimpleHTTPRequestHandler):
    """A file server that does not log."""

    def log_message(self, *_arguments):
        """Say nothing."""
