"""Names of files that are more than names."""

from collections.abc import Iterator

from tests.hostile.attack import Attack, Fate, Target

_KEPT = (
    ("up", "leaves the folder", "../../../etc/cron.d/a.csv"),
    ("absolute", "names another folder", "/etc/cron.d/a.csv"),
    ("backslash", "leaves the folder as Windows does", "..\\..\\a.csv"),
    ("drive", "names another drive", "C:\\Windows\\a.csv"),
    ("turned", "looks like another kind of file", "invoice\u202evsc.exe.csv"),
    ("isolated", "turns only part of the name", "invoice\u2067fdp\u2069.csv"),
    ("hidden", "has letters that nobody sees", "a\u200b\u200d\ufeff.csv"),
    ("quote", "breaks out of a header", 'a"; filename="b.exe.csv'),
    ("markup", "runs a script where it is shown", "<img src=x onerror=a()>.csv"),
    ("formula", "is worked out in a list of files", "=cmd|' /C calc'!A0.csv"),
    ("device", "is a device on Windows", "CON.csv"),
    ("stream", "names another stream of a file on Windows", "a.csv:b.csv"),
    ("shell", "runs a command where it is quoted badly", "$(touch a)`b`;c|d&.csv"),
    ("option", "looks like an option", "--checkpoint-action=exec=sh a.csv"),
    ("lookalike", "uses a slash of another alphabet", "..\u2215..\u2044a.csv"),
    ("full-width", "becomes a path when it is normalised", "．．／a.csv"),
    ("two-endings", "has a second ending", "a.php.csv"),
    ("terminal", "changes the colours of a terminal that lists it", "a\x1b[31mb.csv"),
)
_REFUSED = (
    ("dots", "is nothing but dots before its ending", "....csv"),
    ("newline", "begins another header", "a\r\nSet-Cookie: b=c\r\n.csv"),
    ("nul", "ends before its ending", "a.exe\x00.csv.exe"),
    ("trailing-dot", "hides its ending from who looks", "a.csv."),
    ("trailing-blank", "hides its ending behind a blank", "a.exe "),
    ("ending-alone", "is nothing but an ending", ".csv"),
    ("program", "is a program", "a.exe"),
    ("page", "is a page that runs scripts", "a.html"),
    ("drawing", "is a drawing that runs scripts", "a.svg"),
    ("xml", "is XML with a stylesheet that runs scripts", "a.xml"),
    ("server", "is run by a server", "a.php"),
    ("settings", "changes a server's settings", ".htaccess"),
    ("shortcut", "leads elsewhere when it is opened", "a.url"),
    ("macros", "is a Word document of the kind with macros", "a.docm"),
    ("archive", "is an archive", "a.zip"),
    ("lookalike-ending", "has an ending of other letters", "a.сsv"),
    ("very-long", "is longer than any name", "a" * 5_000 + ".csv"),
)


def name_attacks() -> Iterator[Attack]:
    for names, fate in ((_KEPT, Fate.HARMLESS), (_REFUSED, Fate.REFUSED)):
        for name, tries, file_name in names:
            yield Attack(f"name-{name}", tries, Target.NAME, fate, lambda bait: b"year,figure\n2016,12\n", file_name)
