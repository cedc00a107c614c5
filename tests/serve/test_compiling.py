"""What templates become here, beside what Jinja makes of them by itself."""

from __future__ import annotations

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, TemplateRuntimeError

from archiver.serve.compiling import Compiler, escape

TEMPLATES = {
    "base": "<title>{% block title %}base & {{ name }}{% endblock %}</title>{% block body %}{% endblock %}"
    "{% block last scoped %}{{ name|upper }}{% endblock %}",
    "middle": '{% extends "base" %}{% set twice = name ~ name %}'
    "{% block title %}{{ twice }}: {{ super() }}{% endblock %}"
    "{% block body %}<ul>{% for n in range(3) %}<li>{% block inner scoped %}{{ n }}{% endblock %}</li>{% endfor %}</ul>"
    '{% block rest %}{% endblock %}{% include "piece" %}{% endblock %}',
    "page": '{% extends "middle" %}{% block inner %}{{ n }}: {{ name }}{% endblock %}'
    "{% block rest %}{% set held %}<b>{{ name }}</b>{% endset %}{{ held }}{{ held }}"
    "{% macro say(what) %}<i>{{ what }}</i>{% endmacro %}{{ say(name) }}{{ markup }}{{ 1 + 1 }}{{ none }}"
    "{% filter upper %}<{{ name }}>{% endfilter %}{% endblock %}",
    "piece": "<p title='{{ name }}'>{{ name|e }}{% if name is string %}{{ name|length }}{% endif %}</p>",
    "wanting": "{% block needed required %}{% endblock %}",
}
THEIRS, OURS = (Environment(loader=DictLoader(TEMPLATES), autoescape=True) for _ in range(2))
OURS.code_generator_class = Compiler
TEXTS = st.text() | st.text(alphabet="<>&\"'аө \n")


@given(TEXTS)
def test_text_is_escaped_as_it_is_everywhere(text: str) -> None:
    assert escape(text) == str(markupsafe.escape(text))


@pytest.mark.parametrize("value", [markupsafe.Markup("<b>"), 7, None, 1.5, ["<"], markupsafe.escape("<")])
def test_so_is_all_else(value: object) -> None:
    assert str(escape(value)) == str(markupsafe.escape(value))


@given(TEXTS)
def test_a_page_is_the_same(name: str) -> None:
    values = {"name": name, "markup": markupsafe.Markup("<hr>")}
    for template in ("base", "middle", "page", "piece"):
        assert OURS.get_template(template).render(values) == THEIRS.get_template(template).render(values)


def test_a_block_that_is_needed_is_missed() -> None:
    with pytest.raises(TemplateRuntimeError, match="needed"):
        OURS.get_template("wanting").render()
