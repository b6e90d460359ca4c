def one(html: str) -> bytes:
    from tracking.packs.html import stylesheet
    from tracking.packs.pdf import render
    return render(html, stylesheet=stylesheet())
