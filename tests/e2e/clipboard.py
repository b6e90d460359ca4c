"""What programs put on the clipboard, shaped as they write it, and the Markdown that it becomes."""
# ruff: noqa: E501 - programs write lines as long as they like

from dataclasses import dataclass


@dataclass(frozen=True)
class Copied:
    """Something copied; `says` is shown below the box after it is pasted."""

    html: str
    markdown: str
    says: str = ""


PICTURE = "A picture was left out: add it as evidence."

WORD = Copied(
    html="""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:m="http://schemas.microsoft.com/office/2004/12/omml" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 15"><link rel=File-List href="file:///C:/Users/x/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- @list l0 {mso-list-id:1; mso-list-type:hybrid;} p.MsoNormal{margin:0cm} --></style></head>
<body lang=EN-GB link="#0563C1" vlink="#954F72" style='tab-interval:36.0pt;word-wrap:break-word'>
<!--StartFragment-->
<h1>Progress to March<o:p></o:p></h1>
<p class=MsoNormal>The <b style='mso-bidi-font-weight:normal'>business plan</b> was <i style='mso-bidi-font-style:normal'>agreed</i>
with <st1:place w:st="on">Solihull</st1:place>; see <a href="https://www.example.org/plan_(final)">the plan</a> and <a href="javascript:alert(1)">this</a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Devices lent: <b>1,200</b><o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:
l0 level2 lfo1'><![if !supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>to schools<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Connections: 300<o:p></o:p></p>
<p class=MsoNormal>Next steps:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-bidi-font-family:Calibri'><span style='mso-list:Ignore'>3.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Publish the figures<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;text-indent:-18.0pt;mso-list:l1 level2 lfo2'><![if !supportLists]><span><span style='mso-list:Ignore'>a)<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>by ward<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span><span style='mso-list:Ignore'>4.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Report back<o:p></o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none'>
 <tr style='mso-yfti-irow:0'><td width=200 valign=top style='width:150pt'><p class=MsoNormal><b>Ward<o:p></o:p></b></p></td><td width=200><p class=MsoNormal><b>Homes | flats<o:p></o:p></b></p></td></tr>
 <tr><td><p class=MsoNormal>North<o:p></o:p></p></td><td><p class=MsoNormal>120<o:p></o:p></p></td></tr>
</table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="p" type="#_x0000_t75"><v:imagedata src="file:///C:/x/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img width=300 height=100 src="file:///C:/x/clip_image002.png" v:shapes="p"><![endif]><o:p></o:p></p>
<table border=1><tr><td colspan=2><p class=MsoNormal>All wards</p></td></tr><tr><td><p class=MsoNormal>2015</p></td><td><p class=MsoNormal>14</p></td></tr></table>
<!--EndFragment--></body></html>""",
    markdown="""# Progress to March

The **business plan** was _agreed_ with Solihull; see [the plan](https://www.example.org/plan_%28final%29) and this.

- Devices lent: **1,200**
    - to schools
- Connections: 300

Next steps:

3. Publish the figures
    - a) by ward
4. Report back

| Ward | Homes \\| flats |
| --- | --- |
| North | 120 |

All wards

2015 | 14""",
    says=PICTURE,
)

WORD_ONLINE = Copied(
    html="""<div class="OutlineElement Ltr SCXW1 BCX8" style="direction: ltr;"><p class="Paragraph SCXW1 BCX8" role="heading" aria-level="2" paraid="1"><span data-contrast="none" class="TextRun SCXW1" style="font-weight: bold;"><span class="NormalTextRun">What was done</span></span><span class="EOP">&nbsp;</span></p></div>
<div class="OutlineElement Ltr SCXW1"><p class="Paragraph"><span class="TextRun" style="font-weight:bold;"><span class="NormalTextRun">Agreed</span></span><span class="TextRun" style="font-weight:bold;"><span class="NormalTextRun"> in March</span></span><span class="TextRun"><span class="NormalTextRun">, with </span></span><span class="TextRun" style="font-style:italic"><span>one</span></span><span class="TextRun"><span> change.</span></span><span class="EOP">&#8203;</span></p></div>
<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1 SCXW1" role="list"><li data-leveltext="" data-font="Symbol" data-listid="1" aria-setsize="-1" data-aria-posinset="1" data-aria-level="1" role="listitem" class="OutlineElement Ltr"><p class="Paragraph"><span class="TextRun"><span>First</span></span><span class="EOP">&nbsp;</span></p></li></ul></div>
<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle2 SCXW1" role="list"><li data-leveltext="o" data-listid="1" data-aria-posinset="1" data-aria-level="2" role="listitem"><p class="Paragraph"><span class="TextRun">Below it</span></p></li></ul></div>
<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1 SCXW1" role="list"><li data-leveltext="" data-listid="1" data-aria-posinset="2" data-aria-level="1" role="listitem"><p class="Paragraph"><span class="TextRun">Second</span></p></li></ul></div>""",
    markdown="""## What was done

**Agreed in March**, with _one_ change.

- First
    - Below it
- Second""",
)

GOOGLE_DOCS = Copied(
    html="""<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-0a1b"><h2 dir="ltr"><span style="font-size:16pt;font-weight:700;">Progress</span></h2><p dir="ltr" style="line-height:1.38"><span style="font-weight:400;">We </span><span style="font-weight:700;">agreed</span><span style="font-weight:400;"> it: </span><a href="https://www.example.org/" style="text-decoration:none;"><span style="text-decoration:underline;">https://www.example.org</span></a></p><ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" role="presentation"><span>One</span></p></li><ul><li dir="ltr" style="list-style-type:circle" aria-level="2"><p dir="ltr" role="presentation"><span style="font-style:italic">Below</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr"><span>Two</span></p></li></ul><br><div dir="ltr" align="left"><table style="border:none"><colgroup><col><col></colgroup><tbody><tr><td><p><span>A</span></p></td><td><p><span>B</span></p></td></tr><tr><td><p><span>1</span></p></td><td><p><span>2</span></p></td></tr></tbody></table></div></b><br class="Apple-interchange-newline">""",
    markdown="""## Progress

We **agreed** it: <https://www.example.org/>

- One
    - _Below_
- Two

| A | B |
| --- | --- |
| 1 | 2 |""",
)

LIBREOFFICE = Copied(
    html="""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title><meta name="generator" content="LibreOffice 7.4"/><style type="text/css">p { line-height: 115% }</style></head><body lang="en-GB" dir="ltr"><p>Some <b>bold</b><i>ital</i>ic words_and <u>underlined</u>: <b>Note:</b>text<br/>
next * line</p>
<ol start="2"><li><p style="line-height: 100%">Two</p><ul><li><p>deep</p></li></ul></li><li><p>Three</p></li></ol></body></html>""",
    markdown="""Some **bold***ital*ic words_and underlined: **Note**:text
next * line

2. Two
    - deep
3. Three""",
)

OUTLOOK = Copied(
    html="""<div><p class=MsoNormal>Line one, 5* hotel *not* _it_ [x](y)<o:p></o:p></p><p class=MsoNormal>Line two<o:p></o:p></p><p class=MsoNormal>• typed bullet</p></div>""",
    markdown="""Line one, 5* hotel \\*not* \\_it_ [x]\\(y)

Line two

- typed bullet""",
)

EXCEL = Copied(
    html="""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=ProgId content=Excel.Sheet><style><!--table {} --></style></head><body><table border=0 cellpadding=0 style='border-collapse:collapse'><!--StartFragment--><col width=64 span=2 style='width:48pt'><tr height=20 style='height:15.0pt'><td height=20 width=64>Ward</td><td>Homes</td></tr><tr><td>North</td><td align=right x:num>120</td></tr><!--EndFragment--></table></body></html>""",
    markdown="""| Ward | Homes |
| --- | --- |
| North | 120 |""",
)

A_HOSTILE_PAGE = Copied(
    html="""<p onclick="fail()" style="background:url(https://example.org/x)">a <b>b</b><script>fail()</script><iframe src="https://example.org"></iframe><img src=x onerror="fail()"><a href=" JavaScript:fail()">c</a> <a href="https://example.org/a b">d [1]</a></p>""",
    markdown="""a **b**c [d \\[1\\]](https://example.org/a%20b)""",
    says=PICTURE,
)

ALL = (WORD, WORD_ONLINE, GOOGLE_DOCS, LIBREOFFICE, OUTLOOK, EXCEL, A_HOSTILE_PAGE)
