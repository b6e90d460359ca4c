"""Words that people type: Markdown that would be more than words, and cells that a spreadsheet would work out."""

from collections.abc import Iterator

from tests.hostile.attack import Attack, Bait, Fate, Target


def words_attacks() -> Iterator[Attack]:
    for name, tries, words in (
        ("html-script", "runs a script", "<script>fetch('{0}')</script>"),
        ("html-picture", "loads a picture by HTML", '<img src="{0}/a.png">'),
        ("html-handler", "runs a script when something is clicked", '<p onclick="a()">a</p>'),
        ("html-style", "brings styles", "<style>@import url({0});</style>"),
        ("html-attachment", "attaches a file to the paper", '<link rel=attachment href="file://{1}"><a rel=attachment href="file://{1}">a</a>'),
        ("html-frame", "has a page in the page", '<iframe src="{0}"></iframe>'),
        ("html-base", "has every address lead elsewhere", '<base href="{0}/">'),
        ("html-svg", "loads a picture inside a drawing", '<svg><image href="file://{1}"/></svg>'),
        ("html-comment", "begins a comment that hides the rest", "<!-- a"),
        ("html-broken", "has HTML that only browsers mend", '<img src=x:a onerror=a()//<p>'),
        ("html-math", "gets past a cleaner by mathematics", "<math><mtext><table><mglyph><style><!--</style><img onerror=a()>"),
        ("picture", "loads a picture", "![a]({0}/a.png)"),
        ("picture-file", "loads a file of the machine", "![a](file://{1})"),
        ("picture-titled", "breaks out of a picture's description", '![a" onerror="a()](b)'),
        ("link-javascript", "has a script behind a link", "[a](javascript:alert(1))"),
        ("link-javascript-split", "hides the script's name", "[a](java&#10;script:alert(1)) [b](JaVaScRiPt:b) [c](\x01javascript:c)"),
        ("link-data", "has a page behind a link", "[a](data:text/html,<script>a()</script>)"),
        ("link-file", "has a file behind a link", "[a](file://{1})"),
        ("link-vbscript", "has a script of an older kind behind a link", "[a](vbscript:a)"),
        ("link-quoted", "breaks out of a link's address", '[a](https://example.org/"onclick="a())'),
        ("link-titled", "breaks out of a link's title", "[a](https://example.org 'b\" onclick=\"a()')"),
        ("link-autolinked", "has a script between angle brackets", "<javascript:alert(1)> <file://{1}>"),
        ("link-reference", "names an address elsewhere in the text", "[a][b]\n\n[b]: javascript:alert(1)"),
        ("code-fence", "breaks out of a block of code", "```\"><script>a()</script>\na\n```"),
        ("template", "has the server work it out", "{{ settings.SECRET_KEY }} {{% include '{1}' %}} ${{7*7}} #{{7*7}}"),
        ("lists-deep", "nests lists until the reader fails", "".join(f"{' ' * 2 * n}- a\n" for n in range(400))),
        ("quotes-deep", "nests quotations until the reader fails", ">" * 5_000 + " a"),
        ("brackets-many", "makes the reader look back again and again", "[" * 20_000),
        ("stars-many", "makes the reader match emphasis again and again", "*a_ " * 20_000),
        ("addresses-many", "makes the reader look for addresses again and again", "http://" * 20_000),
        ("table-wide", "has a table of five hundred columns", "|a" * 500 + "|\n" + "|-" * 500 + "|\n"),
        ("controls", "turns the words round and hides some", "a\u202eb\u2066c\x00d\x1b[31me\ufeff"),
    ):  # fmt: skip
        yield Attack(
            f"words-{name}", tries, Target.WORDS, Fate.HARMLESS,
            lambda bait, words=words: _baited(words, bait),
        )  # fmt: skip


def _baited(words: str, bait: Bait) -> str:
    return words.replace("{0}", bait.address).replace("{1}", bait.file).replace("{{", "{").replace("}}", "}")


def cell_attacks() -> Iterator[Attack]:
    for name, words in (
        ("equals", "=1+1"), ("plus", "+1+1"), ("minus", "-1+1"), ("at", "@SUM(1)"), ("tab", "\t=1"), ("return", "\r=1"),
        ("newline", "\n=1"), ("dde", "=cmd|' /C calc'!A0"), ("dde-plus", "+cmd|' /C calc'!A0"), ("dde-at", "@SUM(1)*cmd|' /C calc'!A0"),
        ("link", '=HYPERLINK("http://127.0.0.1/?"&A1,"a")'), ("web", '=WEBSERVICE("http://127.0.0.1/")'),
        ("import", '=IMPORTXML("http://127.0.0.1/","//a")'), ("blank", " =1"), ("no-break", "\xa0=1"), ("joiner", "\u200d=1"),
        ("mark", "\ufeff=1"), ("full-width", "＝1"), ("full-width-plus", "＋1"), ("full-width-at", "＠SUM(1)"), ("small-plus", "﹢1"),
        ("turned", "\u202e=1"), ("nul", "\x00=1"), ("quoted", '"=1'), ("broken-out", 'a";=1;"'), ("comma", "a,=1"), ("pipe", "|=1"),
        ("semicolon", ";=1"), ("percent", "%0A=1"),
    ):  # fmt: skip
        yield Attack(
            f"cell-{name}", "is worked out as a formula", Target.CELL, Fate.HARMLESS, lambda bait, words=words: words
        )
