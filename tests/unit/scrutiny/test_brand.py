"""The council's colour."""

import pytest

from scrutiny.brand import check_brand_colour, contrast_with_white, custom_properties, mixed


@pytest.mark.parametrize(("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_is_as_wcag_computes_it(colour, contrast):
    assert round(contrast_with_white(colour), 2) == contrast


def test_a_colour_is_mixed_by_share():
    assert mixed("#204060", (0, 0, 0), 0.5) == "#102030"


def test_the_style_sheet_carries_the_colour_of_the_setting(client, settings):
    settings.BRAND_COLOUR = "#5a1e50"

    response = client.get("/brand.css")

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert f"--govuk-brand-colour: {settings.BRAND_COLOUR};" in response.text
    assert custom_properties("#5a1e50")["--govuk-link-colour"] == "#5a1e50"


@pytest.mark.parametrize(
    ("colour", "ids"),
    [("#00575e", []), ("#ffdd00", ["scrutiny.E002"]), ("teal", ["scrutiny.E001"]), ("#12345", ["scrutiny.E001"])],
)
def test_a_colour_that_white_text_cannot_be_read_on_is_refused(settings, colour, ids):
    settings.BRAND_COLOUR = colour

    assert [message.id for message in check_brand_colour(None)] == ids
