"""Settings of the site; everything that is code lives in docs/_ext.

One source tree serves both languages: CONVREF_LANGUAGE says which is built, CONVREF_CACHE where results are kept.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "docs"))
os.environ["DOCUTILSCONFIG"] = str(ROOT / "docs" / "docutils.conf")
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # A notice of the kernel's debugger, not of ours.

import _ext  # noqa: E402
from _ext.build import chosen_paths, fingerprint  # noqa: E402
from _ext.languages.addresses import LANGUAGES  # noqa: E402

os.environ.setdefault("CONVREF_CACHE", str(ROOT / "_build" / "cache"))
chosen_paths.settle()
fingerprint.settle()
CACHE = Path(os.environ["CONVREF_CACHE"])
TITLES = {"en": "Convolution Reference", "zh_CN": "卷积参考手册"}

language = os.environ.get("CONVREF_LANGUAGE", "en")
project = "convref"
author = "the convref contributors"
copyright = {"en": "the convref contributors", "zh_CN": "convref 贡献者"}[language]
html_title = TITLES[language]
convref_url = os.environ.get("CONVREF_URL", "").rstrip("/")  # Where the site will be; search engines want it whole.
convref_repository = os.environ.get("CONVREF_REPOSITORY", "").rstrip(
    "/"
)  # Where its sources are, for "edit this page".
convref_branch = os.environ.get("CONVREF_BRANCH", "main")
if convref_url:
    tags.add("published")  # noqa: F821 - Sphinx puts it here.
html_baseurl = convref_url and f"{convref_url}/{LANGUAGES[language]['folder']}/"

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "myst_nb",
    "sphinx_gallery.gen_gallery",
    *_ext.EXTENSIONS,
]
if "CONVREF_NO_GALLERY" in os.environ:  # For a quick look at a page while it is written.
    extensions.remove("sphinx_gallery.gen_gallery")
locale_dirs = ["locale"]
gettext_compact = False
gettext_location = False
gettext_last_translator = ""
gettext_language_team = ""
root_doc = "index"
default_role = "name"
nitpicky = True
nitpick_ignore = [("py:exc", name) for name in ("ImportError", "OSError", "TypeError", "ValueError")]
nitpick_ignore += [("py:class", name) for name in ("Fraction", "Tensor", "ndarray", "sequence", "torch.nn.Sequential")]
suppress_warnings = ["sphinx_gallery.space_in_filename"]  # It looks at the checkout's path; we look at the names.
exclude_patterns = [
    "_ext",
    "_static",
    "_theme",
    "_tools",
    "explorer",
    "auto_gallery/**/*.ipynb",
    "auto_gallery/**/*.py",
    "auto_gallery/**/*.json",
    "auto_gallery/**/*.zip",
    "auto_gallery/**/*.md5",
]

myst_enable_extensions = ["amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_timeout = 120
nb_merge_streams = True

sphinx_gallery_conf = {
    "examples_dirs": "../gallery",
    "gallery_dirs": "auto_gallery",
    "subsection_order": [
        "../gallery/basics",
        "../gallery/kernels",
        "../gallery/parameters",
        "../gallery/transposed",
        "../gallery/checkerboard",
    ],
    "within_subsection_order": "_ext.gallery.scripts.place",
    "image_scrapers": "_ext.gallery.figures.scrape",
    "reset_modules": "_ext.gallery.running.reset",
    "reset_modules_order": "both",
    "capture_repr": (),
    "abort_on_example_error": True,
    "remove_config_comments": True,
    "write_computation_times": False,
    "min_reported_time": 1e9,
    "show_memory": False,
    "show_signature": False,
    "copyfile_regex": r"^$",
}

convref_root = str(ROOT)
convref_cache = str(CACHE)
convref_fingerprint = fingerprint.results(ROOT, sphinx_gallery_conf)
convref_extensions = fingerprint.extensions(ROOT)
nb_execution_cache_path = str(CACHE / f"cells-{convref_fingerprint}")

autodoc_typehints = "none"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_param = False
napoleon_use_rtype = False

smartquotes_action = "D"  # Dashes only: a quoted word such as 'same' can be copied as it stands.
smartquotes_excludes = {"builders": ["man", "text"]}  # Not the default, which leaves out Chinese pages.

html_theme_path = ["docs"]
html_theme = "_theme"
html_favicon = "docs/_theme/favicon.svg"
html_show_sphinx = False
html_show_sourcelink = False
html_copy_source = False
html_use_index = False
html_scaled_image_link = False
html_domain_indices = False
