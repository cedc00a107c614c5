"""Items: an article, or a headline in a list. Field names are schema.org's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from archiver.model.base import Ark, IsoDate, LanguageTag, Model
from archiver.model.provenance import Provenance

Text = Annotated[str, Field(min_length=1)]


class Person(Model):
    """An author as the page names them."""

    name: Text
    url: str | None = None
    description: str | None = None


class ArticleData(Model):
    """schema.org/NewsArticle, the fields archiver reads."""

    headline: Text
    alternativeHeadline: Text | None = None
    author: tuple[Person, ...] | None = None
    publisher: Text | None = Field(default=None, description="the outlet's name or domain, as stated")
    datePublished: IsoDate | None = None
    dateModified: IsoDate | None = None
    inLanguage: LanguageTag | None = None
    url: str | None = Field(default=None, description="the canonical URL the page states")
    description: str | None = None
    articleSection: str | None = None
    keywords: tuple[Text, ...] | None = None
    image: str | None = None
    license: str | None = None
    isAccessibleForFree: bool | None = None
    articleBody: Text | None = None
    wordCount: Annotated[int, Field(ge=0)] | None = None


class HeadlineData(Model):
    """schema.org/ListItem and NewsArticle: one headline where it stands in a list."""

    headline: Text
    url: str | None = None
    publisher: Text | None = None
    datePublished: IsoDate | None = None
    inLanguage: LanguageTag | None = None
    articleSection: str | None = None
    image: str | None = None
    position: Annotated[int, Field(ge=1)] | None = None
    isPartOf: str | None = Field(default=None, description="the list in this page, as a fragment of its URL")


class Article(Model):
    """The article a page is."""

    schema_: Literal["https://archiver.example/schemas/article/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/article/1.0.0.json", alias="$schema"
    )
    id: Ark
    kind: Literal["article"] = "article"
    capture: Ark
    data: ArticleData
    provenance: Provenance


class Headline(Model):
    """A headline in a list."""

    schema_: Literal["https://archiver.example/schemas/headline/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/headline/1.0.0.json", alias="$schema"
    )
    id: Ark
    kind: Literal["headline"] = "headline"
    capture: Ark
    data: HeadlineData
    provenance: Provenance


Item = Article | Headline
ITEM_TYPES: dict[str, type[Article] | type[Headline]] = {"article": Article, "headline": Headline}
