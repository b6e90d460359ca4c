"""HTML and CSS that make a careless renderer fetch, attach or draw what is not its own."""

# fmt: off
from base64 import b64encode
from collections.abc import Callable, Iterator

from tests.hostile.attack import Attack, Bait, Fate, Target

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_PAGE = '<!DOCTYPE html><html lang="en-GB"><head><title>A paper</title>{head}</head><body><p>Words</p>{body}</body></html>'
# What WeasyPrint would fetch: the others it does not even try.
_FETCHED = frozenset({"svg-image", "svg-image-xlink", "svg-style-import"})
Words = Callable[[Bait], str]


def paper_attacks() -> Iterator[Attack]:
    yield from _attachments()
    yield from _elements()
    yield from _styles()
    yield from _pictures()
    yield from _data()
    yield from _own_address()


def _paper(name: str, tries: str, fate: Fate, body: Words, *, head: Words | None = None, styles: Words | None = None) -> Attack:
    def page(bait: Bait) -> str:
        return _PAGE.format(head=head(bait) if head else "", body=body(bait))

    return Attack(name, tries, Target.PAPER, fate, page, styles=styles)


def _nothing(bait: Bait) -> str:
    return ""


def _in_head(name: str, tries: str, fate: Fate, head: Words) -> Attack:
    return _paper(name, tries, fate, _nothing, head=head)


def _in_styles(name: str, tries: str, fate: Fate, styles: Words) -> Attack:
    return _paper(name, tries, fate, _nothing, styles=styles)


def _attachments() -> Iterator[Attack]:
    yield _in_head("link-attachment-file", "attaches a file of the machine", Fate.REFUSED, lambda bait: f'<link rel="attachment" href="file://{bait.file}">')
    yield _in_head("link-attachment-web", "attaches what another server answers", Fate.REFUSED, lambda bait: f'<link rel="attachment" href="{bait.address}/a">')
    yield _in_head("link-attachment-data", "hides a file inside the paper", Fate.REFUSED, lambda bait: '<link rel="attachment" href="data:application/octet-stream,MZ">')
    yield _paper("a-attachment-file", "attaches a file of the machine to a link", Fate.REFUSED, lambda bait: f'<p><a rel="attachment" href="file://{bait.file}">Words</a></p>')
    yield _paper("a-attachment-web", "attaches what another server answers to a link", Fate.REFUSED, lambda bait: f'<p><a rel="attachment" href="{bait.address}/a">Words</a></p>')
    yield _paper(
        "a-attachment-styled", "makes a link an attachment by a style", Fate.REFUSED, lambda bait: f'<p><a rel="attachment" style="-weasy-link: attr(href)" href="file://{bait.file}">Words</a></p>'
    )
    yield _in_head("link-stylesheet-web", "loads a stylesheet from elsewhere", Fate.REFUSED, lambda bait: f'<link rel="stylesheet" href="{bait.address}/a.css">')
    yield _in_head("link-stylesheet-file", "loads a stylesheet from the machine", Fate.REFUSED, lambda bait: f'<link rel="stylesheet" href="file://{bait.file}">')
    yield _in_head("link-icon-web", "loads an icon from elsewhere", Fate.HARMLESS, lambda bait: f'<link rel="icon" href="{bait.address}/a.ico">')
    yield _paper("base-web", "has every address of ours lead elsewhere", Fate.REFUSED, lambda bait: '<img src="picture.png" alt="A picture">', head=lambda bait: f'<base href="{bait.address}/">')
    yield _paper("base-file", "has every address of ours lead into the machine", Fate.REFUSED, lambda bait: f'<img src="{bait.file}" alt="A picture">', head=lambda bait: '<base href="file:///">')


def _elements() -> Iterator[Attack]:
    for element, attribute, fate in (
        ("object", "data", Fate.REFUSED),
        ("embed", "src", Fate.REFUSED),
        ("iframe", "src", Fate.HARMLESS),
        ("frame", "src", Fate.HARMLESS),
        ("script", "src", Fate.HARMLESS),
        ("video", "src", Fate.HARMLESS),
        ("audio", "src", Fate.HARMLESS),
        ("input", "src", Fate.HARMLESS),
        ("body", "background", Fate.HARMLESS),
        ("table", "background", Fate.HARMLESS),
    ):
        for scheme in ("web", "file"):
            yield _paper(
                f"{element}-{attribute}-{scheme}",
                f"loads what <{element} {attribute}> names",
                fate,
                lambda bait, element=element, attribute=attribute, scheme=scheme: f'<{element} {attribute}="{_address(bait, scheme)}" type="image/png">Words</{element}>',
            )
    yield _paper("img-srcset", "loads a picture that only srcset names", Fate.HARMLESS, lambda bait: f'<img srcset="{bait.address}/a.png 1x" alt="A picture">')
    yield _paper("meta-refresh", "sends the reader elsewhere", Fate.HARMLESS, _nothing, head=lambda bait: f'<meta http-equiv="refresh" content="0; url={bait.address}/">')
    yield _paper("script-inline", "runs a script", Fate.HARMLESS, lambda bait: f"<script>fetch('{bait.address}/')</script><img src='static:favicon.svg' alt='A mark' onload='a()'>")
    yield _paper("link-javascript", "has a script behind a link", Fate.REFUSED, lambda bait: '<p><a href="javascript:app.launchURL(1)">Words</a></p>')
    yield _paper("link-file", "has a file of the reader's machine behind a link", Fate.REFUSED, lambda bait: f'<p><a href="file://{bait.file}">Words</a></p>')
    yield _paper("form-submit", "sends what is filled in elsewhere", Fate.HARMLESS, lambda bait: f'<form action="{bait.address}/" style="appearance: auto"><input value="a"><button>Go</button></form>')
    yield _in_head("processing-instruction", "names a stylesheet as XML does", Fate.HARMLESS, lambda bait: f'<?xml-stylesheet href="{bait.address}/a.xsl" type="text/xsl"?>')
    yield _paper("doctype-entities", "reads a file by an entity", Fate.HARMLESS, lambda bait: f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><p>&b;</p>')


def _address(bait: Bait, scheme: str) -> str:
    return f"{bait.address}/a" if scheme == "web" else f"file://{bait.file}"


def _styles() -> Iterator[Attack]:
    for scheme in ("web", "file"):
        yield _in_styles(f"css-import-{scheme}", "loads further styles", Fate.REFUSED, lambda bait, scheme=scheme: f'@import "{_address(bait, scheme)}";')
        yield _in_styles(f"css-import-url-{scheme}", "loads further styles for print alone", Fate.REFUSED, lambda bait, scheme=scheme: f"@import url({_address(bait, scheme)}) print;")
        yield _in_styles(
            f"css-font-{scheme}", "loads a typeface", Fate.HARMLESS, lambda bait, scheme=scheme: f"@font-face {{ font-family: a; src: url({_address(bait, scheme)}) }} p {{ font-family: a }}"
        )
        for style in ("background-image: url({})", "border-image-source: url({})", "list-style: url({}); display: list-item"):
            yield _in_styles(
                f"css-{style.partition(':')[0]}-{scheme}", "loads a picture by a style", Fate.REFUSED, lambda bait, scheme=scheme, style=style: f"p {{ {style.format(_address(bait, scheme))} }}"
            )
        yield _in_styles(f"css-content-{scheme}", "has a picture take the place of words", Fate.HARMLESS, lambda bait, scheme=scheme: f"p {{ content: url({_address(bait, scheme)}) }}")
    yield _in_styles("css-page-background", "loads a picture behind every page", Fate.REFUSED, lambda bait: f"@page {{ background: url({bait.address}/a.png) }}")
    yield _in_styles("css-margin-box", "loads a picture at the head of every page", Fate.REFUSED, lambda bait: f"@page {{ @top-left {{ content: url(file://{bait.file}) }} }}")
    yield _in_styles("css-font-local", "takes a typeface by the name of a file", Fate.HARMLESS, lambda bait: f'@font-face {{ font-family: a; src: local("{bait.file}") }} p {{ font-family: a }}')
    yield _in_styles(
        "css-font-bad",
        "breaks what reads typefaces",
        Fate.HARMLESS,
        lambda bait: f"@font-face {{ font-family: a; src: url(data:font/ttf;base64,{b64encode(bytes(64) + b'glyf' * 500).decode()}) }} p {{ font-family: a }}",
    )
    yield _in_styles("css-colour-profile", "loads a colour profile", Fate.REFUSED, lambda bait: f"@color-profile --a {{ src: url({bait.address}/a.icc) }} p {{ color: color(--a 0 0 0) }}")
    yield _in_styles("css-namespace", "loads what a namespace names", Fate.HARMLESS, lambda bait: f"@namespace url({bait.address}/a);")
    yield _in_styles("css-escaped", "writes the address so that nobody recognises it", Fate.REFUSED, lambda bait: f"p {{ background: \\75\\72\\6c(file://{bait.file}) }}")


def _pictures() -> Iterator[Attack]:
    for name, tries, drawing in (
        ("svg-image", "loads a picture inside a drawing", '<image href="{0}" width="9" height="9"/>'),
        ("svg-image-xlink", "loads it by the older attribute", '<image xlink:href="{0}" width="9" height="9"/>'),
        ("svg-use", "uses a shape of another file", '<use href="{0}#a"/>'),
        ("svg-use-xlink", "uses it by the older attribute", '<use xlink:href="{0}#a"/>'),
        ("svg-pattern", "takes a pattern of another file", '<pattern id="a" href="{0}#a"/><rect fill="url(#a)" width="9" height="9"/>'),
        ("svg-gradient", "takes a gradient of another file", '<linearGradient id="a" href="{0}#a"/><rect fill="url(#a)" width="9" height="9"/>'),
        ("svg-fill", "takes a paint of another file", '<rect fill="url({0}#a)" width="9" height="9"/>'),
        ("svg-filter", "takes a filter of another file", '<rect filter="url({0}#a)" width="9" height="9"/>'),
        ("svg-filter-image", "loads a picture into a filter", '<filter id="a"><feImage href="{0}"/></filter><rect filter="url(#a)" width="9" height="9"/>'),
        ("svg-mask", "takes a mask of another file", '<rect mask="url({0}#a)" width="9" height="9"/>'),
        ("svg-marker", "takes a marker of another file", '<path d="M0 0L9 9" marker-end="url({0}#a)"/>'),
        ("svg-style-import", "loads styles inside a drawing", "<style>@import url({0});</style>"),
        ("svg-style-font", "loads a typeface inside a drawing", "<style>@font-face {{ font-family: a; src: url({0}) }}</style><text>a</text>"),
        ("svg-script", "loads a script inside a drawing", '<script href="{0}"/><script>fetch("{0}")</script>'),
        ("svg-foreign", "has a page inside a drawing", '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="{0}"/></foreignObject>'),
        ("svg-text-path", "sets words along a path of another file", '<text><textPath href="{0}#a">a</textPath></text>'),
        ("svg-include", "includes a file", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{0}" parse="text"/>'),
        ("svg-link", "leads elsewhere from a drawing", '<a href="{0}"><text>a</text></a>'),
    ):
        for scheme in ("web", "file"):
            yield _paper(f"{name}-{scheme}", tries, Fate.REFUSED if name in _FETCHED else Fate.HARMLESS, lambda bait, drawing=drawing, scheme=scheme: _drawn(drawing.format(_address(bait, scheme))))
    yield _paper("svg-entity", "reads a file by an entity of a drawing", Fate.REFUSED, lambda bait: _drawn("<text>&b;</text>", f'<!DOCTYPE svg [<!ENTITY b SYSTEM "file://{bait.file}">]>'))
    yield _paper("svg-parameter-entity", "loads a list of entities from elsewhere", Fate.HARMLESS, lambda bait: _drawn("", f'<!DOCTYPE svg [<!ENTITY % b SYSTEM "{bait.address}/a.dtd"> %b;]>'))
    yield _paper("svg-doctype", "loads a document type from elsewhere", Fate.HARMLESS, lambda bait: _drawn("", f'<!DOCTYPE svg SYSTEM "{bait.address}/a.dtd">'))
    yield _paper("svg-laughs", "grows to gigabytes by entities", Fate.REFUSED, lambda bait: _drawn("<text>&i;</text>", f"<!DOCTYPE svg [{laughs()}]>"))
    yield _paper("svg-use-itself", "draws itself within itself", Fate.REFUSED, lambda bait: _drawn('<g id="a"><use href="#a"/></g><use href="#a"/>'))
    yield _paper(
        "svg-use-doubled",
        "draws the same a billion times",
        Fate.REFUSED,
        lambda bait: _drawn('<g id="a0"><rect width="1" height="1"/></g>' + "".join(f'<g id="a{n + 1}"><use href="#a{n}"/><use href="#a{n}"/></g>' for n in range(30)) + '<use href="#a30"/>'),
    )


def laughs(levels: int = 9) -> str:
    """Entities, named a, b, c and so on, of which each is ten of the one before."""
    names = "abcdefghijklm"
    begun = '<!ENTITY a "laugh">'
    return begun + "".join(f'<!ENTITY {names[n]} "{f"&{names[n - 1]};" * 10}">' for n in range(1, levels))


def _drawn(drawing: str, document_type: str = "") -> str:
    svg = f'{document_type}<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" width="9" height="9">{drawing}</svg>'
    return f'<img alt="A drawing" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


def _data() -> Iterator[Attack]:
    yield _paper("data-html", "has a page for a picture", Fate.REFUSED, lambda bait: f'<img alt="A picture" src="data:text/html,<img src={bait.address}>">')
    yield _paper("data-styles", "brings styles of its own that fetch", Fate.REFUSED, _nothing, head=lambda bait: f'<link rel="stylesheet" href="data:text/css,p{{background:url({bait.address}/a)}}">')
    yield _paper("data-lying-type", "calls a drawing that fetches a PNG", Fate.REFUSED, lambda bait: _drawn(f'<image href="file://{bait.file}"/>').replace("svg+xml", "png"))
    yield _paper(
        "data-postscript",
        "has PostScript for a picture, which starts a program",
        Fate.REFUSED,
        lambda bait: '<img alt="A picture" src="data:image/png,%25!PS-Adobe-3.0 EPSF-3.0%0A%25%25BoundingBox: 0 0 9 9%0A">',
    )
    yield _paper("data-huge", "has a picture of forty megabytes", Fate.REFUSED, lambda bait: f'<img alt="A picture" src="data:image/png;base64,{b64encode(bytes(40_000_000)).decode()}">')


def _own_address() -> Iterator[Attack]:
    for name, address in (
        ("up", "static:../../manage.py"), ("up-escaped", "static:%2e%2e/%2e%2e/.env"), ("absolute", "static:/etc/passwd"),
        ("twice-escaped", "static:%252e%252e/manage.py"), ("backslash", "static:..\\..\\manage.py"),
        ("script", "static:js/scrutiny.js"), ("host", "static://127.0.0.1/a.png"), ("nul", "static:favicon.svg%00.png"),
        ("capitals", "STATIC:../../manage.py"), ("capital-file", "FILE:///etc/passwd"), ("no-scheme", "//127.0.0.1/a.png"),
        ("ftp", "ftp://127.0.0.1/a.png"), ("gopher", "gopher://127.0.0.1:9/_a"), ("jar", "jar:file:///a.jar!/a.png"),
        ("netdoc", "netdoc:///etc/passwd"), ("php", "php://filter/resource=/etc/passwd"), ("proc", "file:/proc/self/environ"),
        ("metadata", "http://169.254.169.254/latest/meta-data/"), ("ipv6", "http://[::1]:9/a.png"), ("decimal", "http://2130706433/"),
        ("user", "http://static:a@127.0.0.1/"), ("blank", " http://127.0.0.1/a.png"), ("newline", "ht\ntp://127.0.0.1/a.png"),
    ):
        yield _paper(f"address-{name}", "gets past what looks at addresses", Fate.REFUSED, lambda bait, address=address: f'<img alt="A picture" src="{address}">')
