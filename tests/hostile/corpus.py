"""Every attack, by name."""

from collections import Counter

from tests.hostile.attack import Attack
from tests.hostile.name_attacks import name_attacks
from tests.hostile.office_attacks import office_attacks
from tests.hostile.paper_attacks import paper_attacks
from tests.hostile.pdf_attacks import pdf_attacks
from tests.hostile.picture_attacks import picture_attacks
from tests.hostile.text_attacks import text_attacks
from tests.hostile.words_attacks import cell_attacks, words_attacks
from tests.hostile.zip_attacks import zip_attacks


def all_attacks() -> dict[str, Attack]:
    """Raises ValueError for two of one name."""
    attacks = [
        *paper_attacks(), *words_attacks(), *cell_attacks(), *name_attacks(), *zip_attacks(), *office_attacks(),
        *pdf_attacks(), *picture_attacks(), *text_attacks(),
    ]  # fmt: skip
    names = Counter(attack.name for attack in attacks)
    if twice := [name for name, count in names.items() if count > 1]:
        raise ValueError(f"More than one attack is called {', '.join(twice)}.")
    return {attack.name: attack for attack in attacks}
