"""The extensions of the site, a folder for each subject."""

# The modules of each folder that Sphinx sets up; the others are used by these.
SUBJECTS = {
    "reference": (
        *("backticks", "torch_pages", "uses", "source_pages", "docstring"),
        *("glossary", "terms_elsewhere", "torch_errors", "speed", "checked"),
    ),
    "math": ("katex", "formulas"),
    "painting": ("picture",),
    "lessons": ("exercises", "claims"),
    "gallery": ("scripts", "cards", "outputs", "taken_scripts"),
    "explorer": ("photo_files", "network_files", "picture_file", "directive", "trying"),
    "publishing": ("hosting", "repository", "published", "citation", "archives", "wheel"),
    "languages": ("addresses", "waiting", "code_comments", "adopted"),
    "build": ("alone", "tidy"),
    "search": ("text", "index"),
    "pages": (
        *("meta", "facts", "parts", "figures", "cells", "parameters"),
        *("kinds", "navigation", "writer", "assets", "landing"),
    ),
}
EXTENSIONS = [f"{__name__}.{folder}.{module}" for folder, modules in SUBJECTS.items() for module in modules]
