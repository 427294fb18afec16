"""Two hundred strings that a publisher could write where a sentence is expected: markup, scripts, odd letters."""

from itertools import cycle, islice

MARKS = (
    "<script>window.owned=1</script>",
    '"><script>window.owned=1</script>',
    "'><img src=x onerror=window.owned=1>",
    "<svg onload=window.owned=1>",
    '<img src="//evil.example/x.png">',
    '<iframe srcdoc="<script>parent.owned=1</script>">',
    '<a href="javascript:window.owned=1">x</a>',
    '<form action="//evil.example"><input name=q>',
    "<style>*{display:none}</style>",
    '<base href="//evil.example/">',
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "</title></head><body><h1>owned</h1>",
    "</textarea><script>window.owned=1</script>",
    "</option></select><script>window.owned=1</script>",
    "--><script>window.owned=1</script><!--",
    "]]><script>window.owned=1</script>",
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "&lt;script&gt;window.owned=1&lt;/script&gt;",
    "&#60;script&#62;window.owned=1",
    "javascript:window.owned=1",
    "data:text/html,<script>window.owned=1</script>",
    "مرحبا بالعالم <b>gras</b> שלום",
    "z̸̡̛̳̈́a̴l̵g̷o̶ <i>italique</i>",
    "é" * 40 + "\u0301" * 40,
    "W" * 118,
    "漢字" * 50,
    "🩺" * 50,
    "' onmouseover='window.owned=1",
    '" autofocus onfocus="window.owned=1',
    '\\"; window.owned=1; //',
    "%3Cscript%3Ewindow.owned=1%3C/script%3E",
    "../../../../etc/passwd",
    "Robert'); DROP TABLE apps;--",
    '=HYPERLINK("http://evil.example","x")',
    '<!ENTITY x SYSTEM "file:///etc/passwd">',
    '<noscript><p title="</noscript><img src=x onerror=window.owned=1>">',
    "<math><mtext><table><mglyph><style><img src=x onerror=window.owned=1>",
    "<details open ontoggle=window.owned=1>",
    "<input onfocus=window.owned=1 autofocus>",
)  # fmt: skip
SHAPES = ("{}", "a {}", "{} z", "« {} »", "({})")
NAME_MAX = 120


def list_hostile(count: int = 200) -> list[str]:
    """Return `count` different strings, none longer than a name may be; each mark stays whole at the end."""
    pairs = islice(cycle((shape, mark) for shape in SHAPES for mark in MARKS), count)
    return [f"{at} {shape.replace('{}', mark)}"[:NAME_MAX] for at, (shape, mark) in enumerate(pairs)]
