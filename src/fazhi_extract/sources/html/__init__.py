"""Pages of government portals: the article's text, its tables, and what the page says of it."""

from __future__ import annotations

from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.sources.detect import HTML
from fazhi_extract.sources.document import Document
from fazhi_extract.sources.html.article import article_lines, header_lines, printed_title
from fazhi_extract.sources.html.blocks import Page, lay_out
from fazhi_extract.sources.html.clean import clean
from fazhi_extract.sources.html.fields import head_fields
from fazhi_extract.sources.html.notices import notices_of
from fazhi_extract.sources.html.root import cut_clutter, find_root, holds_article
from fazhi_extract.sources.html.tree import Node, parse
from fazhi_extract.sources.limits import Limits

__all__ = ["read"]


def read(text: str, *, limits: Limits) -> Document:
    """The report on a page, without what the page has around it.

    Raises:
        SourceError: for more tags, or deeper nesting, than `limits` allow.
        MissingPackageError: when selectolax is not installed.
    """
    lexicon = default_lexicon()
    markup = clean(text, limits)
    tree = parse(markup.text)
    page = _page(tree, lexicon)
    if markup.holds and not holds_article(page, lexicon):
        tree = parse(clean(text, limits, opened=True).text)
        page = _page(tree, lexicon)
    fields, page_title = head_fields(tree, lexicon)
    start, end = find_root(page, lexicon)
    before, article, after = page.blocks[:start], page.blocks[start:end], page.blocks[end:]
    title = printed_title(before, article, fields, page_title)
    lines, cut = article_lines(article, title, lexicon)
    if page_title:
        fields.setdefault("title", page_title)
    return Document(
        "\n".join(lines),
        HTML,
        fields=fields,
        header=header_lines(before, cut, after, lexicon),
        notices=notices_of(lines, page.blocks, markup.scripts),
    )


def _page(tree: Node, lexicon: Lexicon) -> Page:
    page = lay_out(tree)
    cut_clutter(page, lexicon)
    return page
