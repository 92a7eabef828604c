"""What a template asks for, and what is wrong with it whatever the form is; every finding names its placeholder."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes

from bulou.records.printing.child.sandbox import FORBIDDEN, Sandbox
from bulou.records.printing.model import Use, Wrong

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
MOST_TAGS = 2_000
LONGEST = 120  # characters of a placeholder that are told
_NAMED = re.compile(r"(?:filter|test|tag) (?:named )?'([^']{1,40})'")


def parts_of(template: DocxTemplate) -> Iterator[str]:
    """The XML of the body, headers and footers, as it is filled."""
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


def tags_of(template: DocxTemplate) -> list[str]:
    """Every placeholder in order."""
    return [" ".join(tag.split()) for xml in parts_of(template) for tag in TAG.findall(xml)]


def inspect(template: DocxTemplate) -> tuple[list[Use], list[Wrong]]:
    """The fields it asks for, and its mistakes."""
    template.init_docx()
    broken = list(_unbalanced(template))
    if broken:
        return [], broken
    tags = tags_of(template)
    if len(tags) > MOST_TAGS:
        return [], [Wrong("print.too_many_tags", "", {"max": MOST_TAGS})]
    sandbox = Sandbox()
    alone = [wrong for tag in tags if tag.startswith("{{") and (wrong := _judged(sandbox, tag, [tag]))]
    if alone:
        return [], alone
    whole = _judged(sandbox, "\n".join(tags), tags)
    if whole:
        return [], [whole]
    walk = Walk(tags)
    walk.body(sandbox.parse("\n".join(tags)).body, {})
    return walk.uses, walk.wrong


def _unbalanced(template: DocxTemplate) -> Iterator[Wrong]:
    """Paragraphs in which a placeholder begins and does not end, or ends and did not begin."""
    elements = [template.docx.element.body]
    elements += [
        part.element
        for uri in (template.HEADER_URI, template.FOOTER_URI)
        for _key, part in template.get_headers_footers(uri)
        if hasattr(part, "element")
    ]
    for element in elements:
        for paragraph in element.iter(qn("w:p")):
            text = "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
            rest = TAG.sub("", text)
            if any(mark in rest for mark in ("{{", "}}", "{%", "%}")):
                yield Wrong("print.not_closed", text.strip()[:LONGEST], {})


def _judged(sandbox: Sandbox, source: str, tags: list[str]) -> Wrong | None:
    try:
        sandbox.compile(source)
    except TemplateSyntaxError as error:
        tag = tags[min(error.lineno, len(tags)) - 1] if tags else ""
        return wrong_syntax(sandbox, error, tag)
    return None


def wrong_syntax(sandbox: Sandbox, error: TemplateSyntaxError, tag: str) -> Wrong:
    """A mistake of the language in words of ours."""
    said = error.message or ""
    named = _NAMED.search(said)
    if "filter named" in said and named:
        return Wrong(
            "print.unknown_filter", tag[:LONGEST], {"name": named[1], "known": sorted(sandbox.filters)}
        )
    if said.startswith("Unexpected end of template"):
        return Wrong("print.not_ended", tag[:LONGEST], {})
    if "unknown tag" in said and named:
        return Wrong("print.unknown_word", tag[:LONGEST], {"name": named[1]})
    return Wrong("print.bad_syntax", tag[:LONGEST], {"detail": said[:200]})


class Walk:
    """Collects the fields that a template asks for, loops followed."""

    def __init__(self, tags: list[str]) -> None:
        self.tags = tags
        self.uses: list[Use] = []
        self.wrong: list[Wrong] = []

    def body(self, found: list[nodes.Node], scope: Mapping[str, str | None]) -> None:
        """Statements in order; `{% set %}` holds for what follows."""
        known = dict(scope)
        for node in found:
            self.node(node, known)

    def node(self, node: nodes.Node, scope: dict[str, str | None]) -> None:
        """One statement or expression."""
        if isinstance(node, FORBIDDEN):
            self.wrong.append(Wrong("print.not_allowed", self._tag(node), {}))
        elif isinstance(node, nodes.For):
            self.node(node.iter, scope)
            inner = {**scope, "loop": None, **_bound(node.target, self._path(node.iter, scope))}
            if node.test is not None:
                self.node(node.test, inner)
            self.body(node.body, inner)
            self.body(node.else_, scope)
        elif isinstance(node, nodes.If):
            self.node(node.test, scope)
            self.body(node.body, scope)
            for each in node.elif_:
                self.node(each, scope)
            self.body(node.else_, scope)
        elif isinstance(node, nodes.Assign):
            self.node(node.node, scope)
            scope.update(_bound(node.target, self._path(node.node, scope)))
        else:
            self._expression(node, scope)

    def _expression(self, node: nodes.Node, scope: dict[str, str | None]) -> None:
        chain = _chain(node)
        if chain is not None:
            path = _follow(chain, scope)
            if path is not None:
                self.uses.append(Use(path, self._tag(node)))
            return
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            self.wrong.append(Wrong("print.no_attribute", self._tag(node), {}))
        if isinstance(node, nodes.Filter) and node.name == "total" and node.node is not None:
            self._total(node, scope)
        for child in node.iter_child_nodes():
            self.node(child, scope)

    def _total(self, node: nodes.Filter, scope: Mapping[str, str | None]) -> None:
        """`lines|total("price")` asks for `lines.price`."""
        path = self._path(node.node, scope) if node.node is not None else None
        column = node.args[0] if node.args else None
        if path is not None and isinstance(column, nodes.Const):
            self.uses.append(Use(f"{path}.{column.value}", self._tag(node)))

    def _path(self, node: nodes.Node, scope: Mapping[str, str | None]) -> str | None:
        chain = _chain(node)
        return _follow(chain, scope) if chain else None

    def _tag(self, node: nodes.Node) -> str:
        return self.tags[min(node.lineno, len(self.tags)) - 1][:LONGEST]


def _bound(target: nodes.Node, path: str | None) -> dict[str, str | None]:
    if isinstance(target, nodes.Name):
        return {target.name: path}
    return {each.name: None for each in target.find_all(nodes.Name)}


def _chain(node: nodes.Node) -> list[str] | None:
    """`account.industry` as its steps, None for anything else."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        before = _chain(node.node)
        return [*before, node.attr] if before else None
    if (
        isinstance(node, nodes.Getitem)
        and isinstance(node.arg, nodes.Const)
        and isinstance(node.arg.value, str)
    ):
        before = _chain(node.node)
        return [*before, node.arg.value] if before else None
    return None


def _follow(chain: list[str], scope: Mapping[str, str | None]) -> str | None:
    """The path from the record on; None where a name of the template leads to no field."""
    if chain[0] not in scope:
        return ".".join(chain)
    start = scope[chain[0]]
    return None if start is None else ".".join([start, *chain[1:]])


def located(template: DocxTemplate, context: Mapping[str, Any]) -> str:
    """The placeholder at which filling fails: all of them filled again, one on each line."""
    tags = tags_of(template)
    try:
        Sandbox(template).from_string("\n".join(tags)).render(context)
    except Exception as error:
        trace, line = error.__traceback__, 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<template>":
                line = trace.tb_lineno
            trace = trace.tb_next
        return tags[line - 1][:LONGEST] if 0 < line <= len(tags) else ""
    return ""
