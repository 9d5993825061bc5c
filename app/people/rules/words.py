"""Words of a class list: what its columns are called."""

HEADERS = {
    "first": {"voornaam", "roepnaam", "voornamen", "first name", "firstname", "givenname", "given name", "first"},
    "prefix": {
        "tussenvoegsel",
        "tussenvoegsels",
        "voorvoegsel",
        "voorvoegsels",
        "tussenv",
        "tv",
        "middlename",
        "prefix",
    },
    "last": {"achternaam", "familienaam", "last name", "lastname", "familyname", "family name", "surname", "last"},
    "whole": {"naam", "leerling", "naam leerling", "volledige naam", "name", "pupil", "student"},
    "level": {"niveau", "groep", "leerjaar", "jaargroep", "level", "grade", "grades", "jaar", "opleiding"},
}
SKIPPED = {"nr", "nummer", "no", "#", "klas", "stamgroep"}  # of no use here, and no personal data either
