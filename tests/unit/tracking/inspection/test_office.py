"""Office files that are what they say, and the many that are not, or could do harm."""

import zipfile
from xml.parsers.expat import ExpatError

import pytest

from tests import uploads
from tests.uploads import ODS_TYPE, ODT_TYPE, OLE, docx, open_document, xlsx, zipped
from tracking.inspection import office, zips
from tracking.inspection.verdicts import Facts, Refusal, Refused

PROTECTED_OLE = OLE + "EncryptedPackage".encode("utf-16-le")
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = f"""<Relationships>
<Relationship Type="{_TYPE}/hyperlink" Target="https://www.example.org/plan?a=b" TargetMode="External"/>
<Relationship Type="{_TYPE}/hyperlink" Target="mailto:clerk@example.org" TargetMode="External"/>
<Relationship Type="{_TYPE}/hyperlink" Target="file:///S:/Scrutiny/plan.docx" TargetMode="External"/>
<Relationship Type="{_TYPE}/attachedTemplate" Target="file:///\\\\files01\\all\\Report.dotx" TargetMode="External"/>
<Relationship Type="{_TYPE}/attachedTemplate" Target="file:///C:\\Users\\a\\Normal.dotm" TargetMode="External"/>
<Relationship Type="{_TYPE}/image" Target="media/image1.png"/>
</Relationships>"""
FIELDS = """<document xmlns:w="urn:w"><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText><w:fldChar/>
<w:instrText> HYPERLINK "https://www.example.org/" </w:instrText><w:fldChar/>
<w:instrText> INCLUDEPICTURE "S:\\Scrutiny\\logo.png" </w:instrText><w:fldSimple w:instr=" TOC \\o "/>
<w:fldChar w:fldCharType="begin"/><w:instrText> LINK Excel.Sheet.12 "\\\\files01\\a.xlsx" "R1C1:R9C2" \\a </w:instrText>
<w:fldChar w:fldCharType="separate"/><w:t>See http://example.org/</w:t><w:fldChar w:fldCharType="end"/>
<w:fldChar w:fldCharType="begin"/><w:instrText> IF </w:instrText><w:fldChar w:fldCharType="begin"/>
<w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType="end"/><w:instrText> = 1 "a" </w:instrText>
<w:fldChar w:fldCharType="end"/></document>"""
FORMULAS = """<worksheet xmlns="urn:x"><c><f>SUM(A1:A9)</f></c><c><f>IF(A1&gt;0,"Call (see note) | page 4","")</f></c>
<c><f>HYPERLINK("https://www.example.org/")</f></c><c><f>IMAGINARY(A1)+RECALL</f></c><c><f>Register!A1</f></c>
<c><f>SUM('Jan 15:Dec 15'!B2)</f></c><formula1>"Yes,No"</formula1></worksheet>"""
# What taking in a CSV file, a query of Power Query's and a pivot table leave behind: a click refreshes them.
CONNECTIONS = """<connections xmlns="urn:x"><connection id="1" type="6" background="1" saveData="1">
<textPr sourceFile="S:\\Scrutiny\\export.csv"/></connection><connection id="2" type="5" interval="0">
<dbPr connection="Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$" command="SELECT"/></connection>
</connections>"""
PIVOT = '<pivotCacheDefinition refreshOnLoad="1"><cacheSource type="worksheet"/></pivotCacheDefinition>'
TEMPLATE = '<meta xmlns:x="http://www.w3.org/1999/xlink"><template x:href="../../Templates/Report.ott"/></meta>'
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"
 requiredFeatures="http://www.w3.org/TR/SVG11/feature#Shape"><style>@font-face{src:url(data:font/woff;base64,AAAA)}
.a{fill:url(#a)}</style><image x:href="data:image/png;base64,AAAA"/><use href="#a"/><a href="https://example.org/"/>
<rect fill="url(#a)" style="fill:url('#a')" transform="rotate(9)"/></svg>"""
ENTITIES = '<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="urn:w">&b;</w:document>'


@pytest.mark.parametrize(
    ("look", "content"),
    [
        pytest.param(office.look_into_docx, docx(), id="Word"),
        pytest.param(office.look_into_docx, docx({"word/media/image1.png": uploads.picture("PNG")}), id="picture"),
        pytest.param(
            office.look_into_docx,
            zipped(
                {
                    "[Content_Types].xml": "<Types><Override PartName='/word/document2.xml' "
                    f"ContentType='{uploads.DOCX_TYPE}.main+xml'/></Types>",
                    "word/document2.xml": "<document/>",
                }
            ),
            id="main part by another name",
        ),
        pytest.param(office.look_into_docx, docx({"word/embeddings/sheet1.xlsx": xlsx()}), id="chart with its sheet"),
        pytest.param(office.look_into_docx, docx({"word/embeddings/oleObject1.bin": OLE}), id="equation"),
        pytest.param(
            office.look_into_docx, docx({"word/_rels/document.xml.rels": RELATIONS}), id="links and a template"
        ),
        pytest.param(office.look_into_docx, docx({"word/document.xml": FIELDS}), id="page numbers and a linked file"),
        pytest.param(office.look_into_xlsx, xlsx({"xl/worksheets/sheet1.xml": FORMULAS}), id="formulas"),
        pytest.param(
            office.look_into_xlsx,
            xlsx({"xl/connections.xml": CONNECTIONS, "xl/pivotCache/pivotCacheDefinition1.xml": PIVOT}),
            id="connections that wait for a click",
        ),
        pytest.param(office.look_into_odt, open_document(ODT_TYPE, {"meta.xml": TEMPLATE}), id="OpenDocument template"),
        pytest.param(office.look_into_docx, docx({"word/media/image1.svg": DRAWING}), id="drawing"),
        pytest.param(office.look_into_xlsx, xlsx(), id="Excel"),
        pytest.param(office.look_into_odt, open_document(ODT_TYPE), id="OpenDocument text"),
        pytest.param(office.look_into_ods, open_document(ODS_TYPE), id="OpenDocument spreadsheet"),
        pytest.param(
            office.look_into_odt,
            open_document(ODT_TYPE, {"Configurations2/accelerator/current.xml": ""}),
            id="empty part",
        ),
    ],
)
def test_an_office_file_in_order_is_kept(look, content: bytes) -> None:
    assert look(content) == Facts()


@pytest.mark.parametrize(
    ("look", "content", "refusal"),
    [
        pytest.param(office.look_into_docx, xlsx(), Refusal.NOT_ITS_KIND, id="Excel called Word"),
        pytest.param(office.look_into_xlsx, docx(), Refusal.NOT_ITS_KIND, id="Word called Excel"),
        pytest.param(office.look_into_docx, zipped({"a.txt": "words"}), Refusal.NOT_ITS_KIND, id="any zip"),
        pytest.param(office.look_into_docx, docx({"word/document.xml": None}), Refusal.NOT_ITS_KIND, id="no main part"),
        pytest.param(
            office.look_into_docx, docx({"word/document.xml": "<html/>"}), Refusal.NOT_ITS_KIND, id="another root"
        ),
        pytest.param(office.look_into_odt, open_document(ODS_TYPE), Refusal.NOT_ITS_KIND, id="sheet called text"),
        pytest.param(office.look_into_odt, open_document("text/plain"), Refusal.NOT_ITS_KIND, id="another mimetype"),
        pytest.param(office.look_into_docx, OLE, Refusal.NOT_ITS_KIND, id="Word of before 2007"),
        pytest.param(office.look_into_docx, PROTECTED_OLE, Refusal.PROTECTED, id="Word with a password"),
        pytest.param(office.look_into_xlsx, PROTECTED_OLE, Refusal.PROTECTED, id="Excel with a password"),
        pytest.param(
            office.look_into_docx, uploads.with_entries_marked_encrypted(docx()), Refusal.PROTECTED, id="zip password"
        ),
        pytest.param(
            office.look_into_odt,
            open_document(ODT_TYPE, {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
            Refusal.PROTECTED,
            id="OpenDocument with a password",
        ),
        pytest.param(office.look_into_docx, docx({"word/vbaProject.bin": OLE}), Refusal.MACROS, id="VBA"),
        pytest.param(
            office.look_into_docx,
            docx({"word/other.bin": b"x"}, types=(("/word/other.bin", "application/vnd.ms-office.vbaProject"),)),
            Refusal.MACROS,
            id="VBA by another name",
        ),
        pytest.param(
            office.look_into_docx,
            docx(types=(("/word/d.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),)),
            Refusal.MACROS,
            id="document of the kind with macros",
        ),
        pytest.param(
            office.look_into_xlsx, xlsx({"xl/macrosheets/sheet1.xml": "<a/>"}), Refusal.MACROS, id="macro sheet"
        ),
        pytest.param(
            office.look_into_docx,
            docx({"word/o.bin": OLE + "_VBA_PROJECT".encode("utf-16-le")}),
            Refusal.MACROS,
            id="VBA in an embedded document",
        ),
        pytest.param(
            office.look_into_docx,
            docx({"word/embeddings/sheet.xlsx": xlsx({"xl/vbaProject.bin": OLE})}),
            Refusal.MACROS,
            id="VBA in an embedded workbook",
        ),
        pytest.param(
            office.look_into_odt,
            open_document(ODT_TYPE, {"Basic/Standard/Module1.xml": "<module/>"}),
            Refusal.MACROS,
            id="OpenDocument Basic",
        ),
        pytest.param(
            office.look_into_ods,
            open_document(ODS_TYPE, {"Scripts/python/run.py": "print()"}),
            Refusal.MACROS,
            id="OpenDocument script",
        ),
        pytest.param(
            office.look_into_docx, docx({"word/activeX/activeX1.bin": b"x"}), Refusal.PROGRAMS, id="ActiveX control"
        ),
        pytest.param(office.look_into_docx, docx({"word/media/a.bin": b"MZ\x90"}), Refusal.PROGRAMS, id="program"),
        pytest.param(
            office.look_into_docx,
            docx({"word/o.bin": OLE + "\x01Ole10Native".encode("utf-16-le")}),
            Refusal.PROGRAMS,
            id="packaged file",
        ),
        pytest.param(
            office.look_into_docx, docx({"word/document.xml": ENTITIES}), Refusal.UNPACKS_TOO_FAR, id="entities"
        ),
        pytest.param(
            office.look_into_docx, uploads.with_overlapping_entries(docx()), Refusal.UNPACKS_TOO_FAR, id="overlap"
        ),
        pytest.param(
            office.look_into_docx,
            uploads.with_smaller_declared_sizes(docx({"word/big.bin": bytes(5_000_000)}), 9),
            Refusal.UNPACKS_TOO_FAR,
            id="more than it says",
        ),
        pytest.param(
            office.look_into_docx,
            docx({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d": "x"})})})}),
            Refusal.UNPACKS_TOO_FAR,
            id="zips in zips in zips",
        ),
    ],
)
def test_any_other_is_refused_for_what_is_wrong_with_it(look, content: bytes, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        look(content)
    assert refused.value.refusal == refusal


def test_a_bomb_is_refused_by_what_it_says_it_unpacks_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "UNPACKED_BYTES", 100_000)
    with pytest.raises(Refused, match=Refusal.UNPACKS_TOO_FAR):
        office.look_into_docx(docx({"word/big.bin": bytes(100_001)}))


def test_an_archive_of_very_many_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_ENTRIES", 3)
    with pytest.raises(Refused, match=Refusal.UNPACKS_TOO_FAR):
        office.look_into_docx(docx({"word/one-too-many.bin": b"x"}))


def test_a_part_that_is_no_xml_is_an_error() -> None:
    with pytest.raises(ExpatError):
        office.look_into_docx(docx({"word/styles.xml": "<styles>"}))


def test_a_part_whose_words_were_changed_is_refused() -> None:
    content = zipped({"word/a.bin": "words " * 9, "[Content_Types].xml": "<Types/>"}, zipfile.ZIP_STORED)
    with pytest.raises(Refused, match=Refusal.NOT_ITS_KIND):
        office.look_into_docx(content.replace(b"words", b"wards", 1))


def test_a_packing_that_office_never_uses_is_refused() -> None:
    with pytest.raises(Refused, match=Refusal.NOT_ITS_KIND):
        office.look_into_docx(zipped({"[Content_Types].xml": "<Types/>"}, zipfile.ZIP_LZMA))


@pytest.mark.parametrize(
    ("host", "is_kept"),
    [
        ("files01", True),
        ("council-files", True),
        ("S:", True),
        ("3405803785", False),
        ("0xcb007109", False),
        ("203.0.113.9", False),
        ("evil.example.org", False),
        ("evil%2eexample%2eorg", False),
        ("evil。example。org", False),
        ("files@80", False),
    ],
)
@pytest.mark.parametrize(
    "address", ["//{}/a/a.png", "//{}", "\\\\{}\\a.png", "file://{}/a", "file:///\\\\{}\\a", "//{}?a", "//{}#a"]
)
def test_a_picture_comes_from_the_councils_own_machines_or_from_the_file(
    address: str, host: str, is_kept: bool
) -> None:
    relation = f'<Relationship Type="{_TYPE}/image" Target="{address.format(host)}" TargetMode="External"/>'
    content = docx({"word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>"})
    try:
        kept = office.look_into_docx(content) == Facts()
    except Refused as refused:
        kept = refused.refusal != Refusal.LOADS
    assert kept == is_kept


def test_a_part_that_begins_with_blanks_without_end_is_read_as_what_comes_after_them() -> None:
    said = " " * 3_000_000 + '<w><f>WEBSERVICE("a")</f></w>'
    with pytest.raises(Refused, match=Refusal.LOADS):
        office.look_into_docx(docx({"word/a.dat": said}))
