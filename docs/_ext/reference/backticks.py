"""Single backticks, in docstrings and on pages in reST: a link where the name is one of the reference.

They lead to a parameter of the function that is being described, or to an object; any other name stays code.
"""

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.python import PyXRefRole
from sphinx.transforms.post_transforms import SphinxPostTransform

ROLE = "name"


class Name(PyXRefRole):
    """The role that stands for no role: a reference to an object that need not exist."""

    def process_link(
        self, env: Any, refnode: Any, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Mark the reference as one to look up and not to miss."""
        title, target = super().process_link(env, refnode, has_explicit_title, title, target)
        refnode["refdomain"], refnode["reftype"], refnode["may_be_missing"] = "py", "obj", True
        return title, target


class Parameters(SphinxPostTransform):
    """Resolve what names a parameter of the same description, before objects of that name are looked for."""

    default_priority = 9  # References are resolved at 10.
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Turn names into links to the parameter's line."""
        for description in list(self.document.findall(addnodes.desc)):
            signature = next(iter(description.findall(addnodes.desc_signature)), None)
            if signature is None or not signature["ids"]:
                continue
            own = {name.astext() for one in signature.findall(addnodes.desc_parameter)
                   for name in one.findall(addnodes.desc_sig_name)}  # fmt: skip
            for link in list(description.findall(addnodes.pending_xref)):
                if link.get("may_be_missing") and link["reftarget"] in own:
                    target = f"{signature['ids'][0]}.{link['reftarget']}"
                    link.replace_self(
                        nodes.reference("", "", *link.children, refid=target, internal=True, parameter=True)
                    )


class Undescribed(SphinxPostTransform):
    """Let a parameter that has no line of its own be code."""

    default_priority = 745  # The lines have got their addresses.
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Take back the links that lead nowhere."""
        known = {name for node in self.document.findall(nodes.Element) for name in node["ids"]}
        for link in list(self.document.findall(nodes.reference)):
            if link.get("parameter") and link["refid"] not in known:
                link.parent.replace(link, link.children)


def stay_code(app: Sphinx, env: Any, node: addnodes.pending_xref, contnode: nodes.Element) -> nodes.Element | None:
    """Let a name that is no object be code."""
    return contnode if node.get("may_be_missing") else None


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_role(ROLE, Name())
    app.add_post_transform(Parameters)
    app.add_post_transform(Undescribed)
    app.connect("missing-reference", stay_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
