import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings
from pikepdf import Array, Dictionary, Name, Pdf, String
from pytest_django import DjangoDbBlocker

from tests.full_agenda import PASSAGE, WHY, full_meeting
from tests.paper_scene import pdf_of
from tracking.packs.evidence import FileFacts, clean_pdf
from tracking.packs.leakage import Finding, leakage_report
from tracking.packs.papers import make_packs
from tracking.queries.pack_facts import PackPapers
from tracking.queries.pack_papers import pack_papers

INQUIRY = "Refreshing the Partnership: Service Birmingham"
SECRET = "Contract prices"
OF_SECRET = f"Evidence 2 of {INQUIRY}"
SENTENCE = "The arbitrator proposed seventeen million pounds in full settlement of every outstanding invoice."

Plant = Callable[[Pdf], object]

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Scene:
    """A real pack: its facts, its public edition, and what is wrong with it as it is."""

    papers: PackPapers
    pdf: bytes
    page: str
    findings: tuple[Finding, ...]

    def report(
        self,
        pdf: bytes | None = None,
        page: str | None = None,
        files: dict[str, bytes] | None = None,
        unprinted: dict[str, FileFacts] | None = None,
    ) -> tuple[Finding, ...]:
        return leakage_report(
            self.pdf if pdf is None else pdf,
            self.page if page is None else page,
            papers=self.papers,
            withheld_files=files or {},
            unprinted=unprinted or {},
        )

    def with_planted(self, plant: Plant) -> tuple[Finding, ...]:
        """What is found in the public edition once something is put into it."""
        with pikepdf.open(BytesIO(self.pdf)) as pdf:
            plant(pdf)
            target = BytesIO()
            pdf.save(target)
        return self.report(target.getvalue())

    @property
    def place_of_secret(self) -> str:
        return f"{self.papers.public.items[1].key}-evidence-2-sheet"


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(finding.words, finding.source, finding.where) for finding in findings]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory) -> Scene:
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        papers = pack_papers(full_meeting())
        packs = make_packs(papers)
        transaction.set_rollback(True)
    public = packs.editions[0]
    return Scene(papers, public.content, public.web_page, packs.findings)


def test_nothing_is_found_in_a_clean_pack(scene: Scene) -> None:
    assert scene.findings == ()
    assert scene.report(files={scene.place_of_secret: pdf_of("Costs of every lot in pounds")}) == ()


def _write(instructions: str, page: int = 0) -> Plant:
    """Draw something more on a page."""

    def plant(pdf: Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        target = pdf.pages[page]
        target.add_resource(font, Name.Font, name=Name("/Plant"))
        target.contents_add(f"\nQ Q BT /Plant 12 Tf 72 500 Td {instructions} ET".encode())

    return plant


def _property(pdf: Pdf) -> None:
    pdf.docinfo["/Keywords"] = String(SECRET)


def _metadata(pdf: Pdf) -> None:
    with pdf.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as metadata:
        metadata["dc:description"] = f"With {SECRET} in it"


def _attachment_called(name: str, content: bytes) -> Plant:
    def plant(pdf: Pdf) -> None:
        pdf.attachments["figures"] = pikepdf.AttachedFileSpec(pdf, content, filename=name)

    return plant


def _bookmark(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Evidence 2: Contract prices", 0))


def _destination(pdf: Pdf) -> None:
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    names["contract-prices"] = Array([pdf.pages[0].obj, Name.Fit])


def _annotation(**fields: object) -> Plant:
    def plant(pdf: Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), **fields)
        pdf.pages[0].Annots = Array([*pdf.pages[0].obj.get("/Annots", []), pdf.make_indirect(annotation)])

    return plant


def _described(key: str) -> Plant:
    def plant(pdf: Pdf) -> None:
        element = next(item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == "/P")
        element[key] = String(SECRET)

    return plant


def _page_label(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String("contract prices "), S=Name.D)]))


def _form_field(pdf: Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("note"), V=String(SECRET)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def _orphan(pdf: Pdf) -> None:
    """Nothing refers to it but a key that no viewer knows."""
    pdf.Root["/Leftover"] = pdf.make_stream(f"notes on {SECRET}".encode())


def _resource_name(pdf: Pdf) -> None:
    pdf.pages[0].add_resource(Dictionary(), Name.ExtGState, name=Name("/contract_prices"))


HIDING_PLACES = {
    "text of a page": (_write(f"({SECRET}) Tj"), "Text of page 1"),
    "invisible text": (_write(f"3 Tr ({SECRET}) Tj"), "Text of page 1"),
    "text off the page": (_write(f"3000 0 Td ({SECRET}) Tj"), "Text of page 1"),
    "text that other words are given for": (
        _write(f"/Span <</ActualText (A line)>> BDC ({SECRET}) Tj EMC"),
        "Text of page 1",
    ),
    "words given for other text": (_write(f"/Span <</ActualText ({SECRET})>> BDC (A line) Tj EMC"), "Text of page 1"),
    "text in pieces": (_write("(Con) Tj 30 0 Td (tract) Tj 0 -14 Td (PRI) Tj 30 0 Td (CES) Tj"), "Text of page 1"),
    "a comment among instructions": (_write(f"\n% {SECRET}\n"), "Names inside the file"),
    "a property": (_property, "Document properties"),
    "metadata": (_metadata, "Document properties"),
    "an attachment's name": (_attachment_called("contract prices.csv", b"a,b"), "Attached files"),
    "an attachment": (_attachment_called("a.csv", SECRET.encode()), "Attached files"),
    "a PDF attached": (_attachment_called("a.pdf", pdf_of(SECRET)), "Attached files"),
    "a bookmark": (_bookmark, "Bookmarks"),
    "the name of a place": (_destination, "Names inside the file"),
    "a link": (_annotation(A=Dictionary(S=Name.URI, URI=String("https://a.b/contract-prices"))), "Addresses of links"),
    "a note": (_annotation(Contents=String(SECRET)), "Notes and links on pages"),
    "a description": (_described("/Alt"), "Words for screen readers"),
    "words to read out": (_described("/ActualText"), "Words for screen readers"),
    "an abbreviation written out": (_described("/E"), "Words for screen readers"),
    "the title of an element": (_described("/T"), "Words for screen readers"),
    "a page label": (_page_label, "Page labels"),
    "a form field": (_form_field, "Form fields"),
    "a stream that nothing shows": (_orphan, "Names inside the file"),
    "the name of a resource": (_resource_name, "Names inside the file"),
}


@pytest.mark.parametrize(("plant", "where"), HIDING_PLACES.values(), ids=list(HIDING_PLACES))
def test_it_is_found_wherever_it_hides(scene: Scene, plant: Plant, where: str) -> None:
    assert (SECRET, OF_SECRET, where) in told(scene.with_planted(plant))


@pytest.mark.parametrize(
    "planted",
    [
        f"<p>{SECRET}</p>",
        '<p title="contract prices">Words</p>',
        "<!-- contract prices -->",
        '<a href="/evidence/contract%20prices/">Words</a>',
        "<p>con&shy;tract <b>pri</b>ces</p>",
    ],
)
def test_it_is_found_in_the_web_page(scene: Scene, planted: str) -> None:
    assert told(scene.report(page=scene.page + planted)) == [(SECRET, OF_SECRET, "Web page")]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("prices.txt", OF_SECRET),
        ("Prices under negotiation.", OF_SECRET),
        (WHY, f"Exempt passage 1 of {INQUIRY}"),
        (PASSAGE, f"Exempt passage 1 of {INQUIRY}"),
        ("settlement.pdf", "Document “Settlement with the partner”"),
    ],
)
def test_everything_exempt_is_looked_for(scene: Scene, words: str, source: str) -> None:
    found = {finding.source: finding.where for finding in scene.report(page=f"{scene.page}<p>{words}</p>")}
    assert found.get(source) == "Web page"


def test_stored_names_are_looked_for(scene: Scene) -> None:
    stored = scene.papers.withheld[0].evidence[0].evidence.stored_name
    found = scene.with_planted(_annotation(A=Dictionary(S=Name.URI, URI=String(f"https://files.example.org/{stored}"))))
    assert {(finding.source, finding.where) for finding in found} == {(OF_SECRET, "Addresses of links")}


def test_the_title_of_a_withheld_document_is_public(scene: Scene) -> None:
    assert scene.report(page=f"{scene.page}<p>Settlement with the partner</p>") == ()


@pytest.mark.parametrize(
    ("pages", "where"),
    [([0, 1], "Text of pages 1 and 2"), ([0, 2, 3, 4], "Text of pages 1 and 3 to 5")],
)
def test_pages_with_the_same_words_are_told_together(scene: Scene, pages: list[int], where: str) -> None:
    def plant(pdf: Pdf) -> None:
        for page in pages:
            _write(f"({SECRET}) Tj", page)(pdf)

    assert told(scene.with_planted(plant)) == [(SECRET, OF_SECRET, where)]


def test_a_page_is_named_as_the_viewer_shows_it(scene: Scene) -> None:
    """The page in the place of the exempt document stands for five."""
    found = scene.with_planted(_write(f"({SECRET}) Tj", page=-1))
    assert told(found) == [(SECRET, OF_SECRET, "Text of page 23–27")]


def test_half_a_passage_is_found(scene: Scene) -> None:
    planted = f"{scene.page}<p>We hear that the preferred bidder is Example Outsourcing and the price is high.</p>"
    words = "The preferred bidder is Example Outsourcing and the price is"
    assert told(scene.report(page=planted)) == [(words, f"Exempt passage 1 of {INQUIRY}", "Web page")]


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        (f"It is said: {SENTENCE}", True),
        ("the arbitrator proposed seven-\nteen million\npounds in “full” settle-\nment of every out-\nstanding", True),
        ("The arbitrator proposed seventeen million pounds.", False),
        ("It was said at the end of the year that it may be so.", False),
    ],
)
def test_a_sentence_of_an_exempt_file_is_found_and_a_common_phrase_is_not(
    scene: Scene, planted: str, found: bool
) -> None:
    file = clean_pdf(pdf_of(f"It was said at the end of the year that it may be so. {SENTENCE}")).content
    findings = scene.report(page=f"{scene.page}<p>{planted}</p>", files={scene.place_of_secret: file})
    assert [(finding.source, finding.where) for finding in findings] == ([(OF_SECRET, "Web page")] if found else [])


def test_words_that_were_public_before_are_no_finding_in_an_exempt_file(scene: Scene) -> None:
    leaf = scene.papers.public.items[1].report.tracked[0].leaves[0]
    quoting = pdf_of(f"{leaf.text} Corporate Resources Overview and Scrutiny Committee, 10 November 2016. {INQUIRY}")
    assert scene.report(files={scene.place_of_secret: quoting}) == ()


def _called(scene: Scene, title: str) -> Scene:
    """The same pack, had the exempt evidence another title."""
    item = scene.papers.withheld[0]
    evidence = replace(item.evidence[0], evidence=replace(item.evidence[0].evidence, title=title))
    withheld = (replace(item, evidence=(evidence,)), *scene.papers.withheld[1:])
    return replace(scene, papers=replace(scene.papers, withheld=withheld))


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Prices", "<p>Prices went up.</p>", False),
        ("Prices", "<td>Prices</td>", True),
        ("Prices", "<td>Evidence 2: Prices</td>", True),
        ("Lot prices", "<p>Our lot prices went up.</p>", False),
        ("Prices of lots", "<p>What of the prices of lots?</p>", True),
        ("Prices of lots", "<p>The prices of lotsen.</p>", False),
        ("lot4prices", "<p>See lot4prices there.</p>", True),
        ("2016", "<td>2016</td>", False),
        ("Business plan", "<td>Business plan</td>", False),
        ("Operational plan", "<td>Operational plan</td>", False),
    ],
)
def test_short_titles_are_found_only_where_they_tell(scene: Scene, title: str, text: str, found: bool) -> None:
    findings = _called(scene, title).report(page=f"{scene.page}{text}")
    assert told(findings) == ([(title, OF_SECRET, "Web page")] if found else [])


def test_web_addresses_of_withheld_evidence_are_found_without_their_scheme(scene: Scene) -> None:
    item = scene.papers.withheld[0]
    linked = replace(
        item.evidence[0], evidence=replace(item.evidence[0].evidence, link="https://example.org/lots/4?v=2")
    )
    papers = replace(scene.papers, withheld=(replace(item, evidence=(linked,)),))
    findings = replace(scene, papers=papers).report(page=f"{scene.page}<p>See example.org/lots/4?v=2 for more.</p>")
    assert told(findings) == [("example.org/lots/4 v=2", OF_SECRET, "Web page")]


def test_what_cannot_be_read_is_said_not_to_be_compared(scene: Scene) -> None:
    (file,) = scene.report(files={scene.place_of_secret: b"no PDF"})
    (edition,) = scene.report(pdf=b"no PDF")
    assert (file.source, file.where, file.for_now) == (OF_SECRET, "Not compared", False)
    assert "look whether the public edition says anything that is only in it" in file.words
    assert (edition.source, edition.where) == ("The public edition", "Not compared")


def test_nothing_is_read_where_nothing_is_withheld(scene: Scene) -> None:
    everything_public = replace(scene.papers, withheld=())
    assert leakage_report(b"no PDF", "", papers=everything_public, withheld_files={}) == ()


OTHER = "The caretaker counted eleven broken windows behind every second gymnasium last winter."


def _page_saying(scene: Scene, *sentences: str) -> str:
    return scene.page + "".join(f"<p>We heard: {sentence}</p>" for sentence in sentences)


def test_each_sentence_of_an_exempt_file_is_a_finding_of_its_own(scene: Scene) -> None:
    files = {scene.place_of_secret: clean_pdf(pdf_of(f"{SENTENCE} Between them. {OTHER}")).content}
    one = scene.report(page=_page_saying(scene, SENTENCE), files=files)
    both = scene.report(page=_page_saying(scene, SENTENCE, OTHER), files=files)
    assert [finding.words.split()[1] for finding in both] == ["arbitrator", "caretaker"]
    assert [finding.identity == one[0].identity for finding in both] == [True, False]


def test_words_beyond_those_that_are_shown_make_another_finding(scene: Scene) -> None:
    files = {scene.place_of_secret: clean_pdf(pdf_of(f"{SENTENCE} {OTHER}")).content}
    long, longer = (
        scene.report(page=_page_saying(scene, f"{SENTENCE} {OTHER[:end]}"), files=files) for end in (50, 70)
    )
    assert (told(long), len(long), len(longer)) == (told(longer), 1, 1)
    assert long[0].identity != longer[0].identity


def test_a_passage_copied_whole_is_one_finding_in_each_place(scene: Scene) -> None:
    item = scene.papers.withheld[0]
    passage = replace(item.passages[0], text=f"{SENTENCE}\n\n{OTHER}")
    papers = replace(scene.papers, withheld=(replace(item, passages=(passage,)), *scene.papers.withheld[1:]))
    findings = replace(scene, papers=papers).report(page=f"{scene.page}<p>{SENTENCE}</p><p>{OTHER}</p>")
    assert [(finding.source, finding.where) for finding in findings] == [(f"Exempt passage 1 of {INQUIRY}", "Web page")]


def _stored(content: bytes, content_type: str, *, original_name: str = "prices") -> FileFacts:
    name = default_storage.save("evidence/file", ContentFile(content))
    return FileFacts(name, original_name, content_type, hashlib.sha256(content).hexdigest())


def _zip(parts: dict[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_DOCX = (
    '<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>Of this</w:t></w:r></w:p><w:p><w:r><w:t>'
    f"{SENTENCE[:9]}</w:t></w:r><w:r><w:t>{SENTENCE[9:]}</w:t></w:r></w:p></w:body></w:document>"
)
_ODF = f'<o:c xmlns:o="urn:o"><o:p>Of this</o:p><o:p>{SENTENCE[:9]}<o:span>{SENTENCE[9:]}</o:span></o:p></o:c>'
WITHOUT_PAGES = {
    "text": (SENTENCE.encode(), "text/plain"),
    "text of Windows": (f"£40 — {SENTENCE}".encode("cp1252"), "text/plain"),
    "text in UTF-16": (SENTENCE.encode("utf-16"), "text/plain"),
    "CSV": (f"Lot,Words\n4,{SENTENCE.replace(' ', ',')}\n".encode(), "text/csv"),
    "Word": (_zip({"word/document.xml": _DOCX}), f"{_OFFICE}wordprocessingml.document"),
    "Word, its part called otherwise": (_zip({"a/words.dat": _DOCX}), f"{_OFFICE}wordprocessingml.document"),
    "Excel": (
        _zip({"xl/sharedStrings.xml": f'<sst xmlns="urn:x"><si><t>Lot</t></si><si><t>{SENTENCE}</t></si></sst>'}),
        f"{_OFFICE}spreadsheetml.sheet",
    ),
    "OpenDocument text": (_zip({"content.xml": _ODF}), f"{_OPEN}text"),
    "OpenDocument sheet": (_zip({"content.xml": _ODF}), f"{_OPEN}spreadsheet"),
}


@pytest.mark.parametrize(("content", "content_type"), WITHOUT_PAGES.values(), ids=list(WITHOUT_PAGES))
def test_files_without_pages_are_compared_by_their_words(scene: Scene, content: bytes, content_type: str) -> None:
    unprinted = {scene.place_of_secret: _stored(content, content_type)}
    assert scene.report(unprinted=unprinted) == ()
    findings = scene.report(page=_page_saying(scene, SENTENCE), unprinted=unprinted)
    assert [(finding.source, finding.where) for finding in findings] == [(OF_SECRET, "Web page")]


_BOMB = '<!DOCTYPE a [<!ENTITY b "many words">]><a>&b;</a>'
UNREADABLE = {
    "a locked PDF": (b"%PDF-1.7", "application/pdf"),
    "no zip": (b"Words", f"{_OFFICE}wordprocessingml.document"),
    "no XML": (_zip({"word/document.xml": "Words"}), f"{_OFFICE}wordprocessingml.document"),
    "entities": (_zip({"content.xml": _BOMB}), f"{_OPEN}text"),
    "too many words": (b"word " * 1_000_001, "text/plain"),
}


@pytest.mark.parametrize(("content", "content_type"), UNREADABLE.values(), ids=list(UNREADABLE))
def test_a_file_without_pages_that_cannot_be_read_is_a_finding(scene: Scene, content: bytes, content_type: str) -> None:
    findings = scene.report(unprinted={scene.place_of_secret: _stored(content, content_type)})
    assert [(found.source, found.where, found.for_now) for found in findings] == [(OF_SECRET, "Not compared", False)]


def test_a_file_that_may_not_be_opened_is_a_finding(scene: Scene) -> None:
    findings = scene.report(unprinted={scene.place_of_secret: FileFacts("", "", "", "")})
    assert [(finding.source, finding.where) for finding in findings] == [(OF_SECRET, "Not compared")]


def test_a_file_that_is_put_back_is_compared_the_next_time(scene: Scene) -> None:
    file = _stored(f"{OTHER} {SENTENCE}".encode(), "text/plain")
    default_storage.delete(file.stored_name)
    page = _page_saying(scene, SENTENCE)
    missing = scene.report(page=page, unprinted={scene.place_of_secret: file})
    default_storage.save(file.stored_name, ContentFile(f"{OTHER} {SENTENCE}".encode()))
    there = scene.report(page=page, unprinted={scene.place_of_secret: file})
    assert [(finding.where, finding.for_now) for found in (missing, there) for finding in found] == [
        ("Not compared", True),
        ("Web page", False),
    ]


def test_what_broke_a_limit_is_compared_the_next_time(scene: Scene) -> None:
    """Long enough a file that it is still read when the limit is looked at, a tenth of a second later at most."""
    page = f"{scene.page}<p>{SECRET}, said here for the first time.</p>"
    files = {scene.place_of_secret: pdf_of("Nobody ever read this", pages=4000)}
    with override_settings(RENDER_SECONDS=0.001):
        broken = scene.report(page=page, files=files)
    read = scene.report(page=page, files=files)
    assert ("Not compared", True) in {(finding.where, finding.for_now) for finding in broken}
    assert told(read) == [(SECRET, OF_SECRET, "Web page")]
