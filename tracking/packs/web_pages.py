"""The web edition of a committee pack: the same papers as its PDF, made to be read on a screen."""

from django.template.loader import render_to_string

from tracking.packs.layout import Layout
from tracking.presenters.web_papers import web_pack
from tracking.queries.audit_chain import Head
from tracking.queries.pack_facts import PackPapers


def web_page(papers: PackPapers, layout: Layout, trail: Head | None = None) -> str:
    """Return the pack as HTML, to stand below the heading of a page of the site: the same bytes for the same input.

    `layout` is that of the PDF of the edition: pages are given by its numbers, and every place of it that names a
    paper, a recommendation or a file is the `id` of the same thing here. Of what is withheld, the page of the public
    edition has what its PDF has: the places alone.
    """
    return str(render_to_string("packs/web/pack.html", {"pack": web_pack(papers, layout, trail)}))
