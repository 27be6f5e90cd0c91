"""What a server should say with each page, written beside the pages for the servers that read such files.

The policy lets a page load from its own host alone, run scripts from files alone, and nothing from text. Formulas and
the interactive figures place their parts by `style=` attributes, which are thousands: those are allowed, and style
sheets within a page are not. Pictures may also come from the page itself: a figure that is saved, a drawing of the
reader's own. Nothing says who may frame a page, for figures stand in anybody's slides, those on a disk included.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob: data:",
        "style-src-attr 'unsafe-inline'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


def for_netlify() -> str:
    """Return the file `_headers`, which Netlify and Cloudflare Pages read at the root of a site."""
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS.items())


def for_nginx() -> str:
    """Return the lines for a `server` block of nginx."""
    lines = [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    lines += ["error_page 404 /404.html;", "gzip on;", "gzip_types text/css text/javascript application/javascript;"]
    return "# Include this in the server block that serves the site.\n" + "\n".join(lines) + "\n"


def for_cloudfront() -> str:
    """Return the policy of response headers for Amazon CloudFront in front of a bucket, which itself can send none."""
    items = [
        {"Header": name, "Value": value, "Override": True}
        for name, value in HEADERS.items()
        if name == "Permissions-Policy"
    ]
    security = {
        "ContentSecurityPolicy": {"Override": True, "ContentSecurityPolicy": POLICY},
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"Override": True, "ReferrerPolicy": HEADERS["Referrer-Policy"]},
    }
    policy: dict[str, Any] = {
        "Name": "convref-site",
        "Comment": "What the site of convref is served with",
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Quantity": len(items), "Items": items},
    }
    return json.dumps(policy, indent=2) + "\n"


FILES: dict[str, Callable[[], str]] = {
    "_headers": for_netlify,
    "hosting/nginx.conf": for_nginx,
    "hosting/cloudfront.json": for_cloudfront,
    ".nojekyll": lambda: "",  # GitHub Pages would leave out folders that begin with an underscore.
}


class Headers(SphinxDirective):
    """``{headers}``: every header with its value, one a line."""

    def run(self) -> list[nodes.Node]:
        """Return them as code; no catalogue holds them."""
        text = "\n".join(f"{name}: {value}" for name, value in HEADERS.items())
        return [nodes.literal_block(text, text, language="text", translatable=False)]


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the files above both languages; the second build writes the same bytes again."""
    if exception or app.builder.name != "html":
        return
    for name, text in FILES.items():
        path = Path(app.outdir).parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text(), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("headers", Headers)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
