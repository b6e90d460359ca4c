"""What is withheld, under what, and from which edition."""

from django.db import models


class Exemption(models.TextChoices):
    PUBLIC = "public", "Public"
    EXEMPT = "exempt", "Exempt"
    CONFIDENTIAL = "confidential", "Confidential"

    @classmethod
    def withheld(cls) -> frozenset["Exemption"]:
        """Never in anything the public can reach."""
        return frozenset({cls.EXEMPT, cls.CONFIDENTIAL})


class ExemptParagraph(models.IntegerChoices):
    """Schedule 12A to the Local Government Act 1972, Part 1 (England)."""

    INDIVIDUAL = 1, "1: information relating to any individual"
    IDENTITY = 2, "2: information likely to reveal the identity of an individual"
    BUSINESS_AFFAIRS = 3, "3: financial or business affairs of any person, the council included"
    LABOUR_RELATIONS = 4, "4: consultations or negotiations on labour relations"
    LEGAL_PRIVILEGE = 5, "5: legal professional privilege"
    NOTICES = 6, "6: notices, orders or directions the council proposes to make"
    CRIME = 7, "7: prevention, investigation or prosecution of crime"


class Edition(models.TextChoices):
    PUBLIC = "public", "Public"
    RESTRICTED = "restricted", "Restricted"
