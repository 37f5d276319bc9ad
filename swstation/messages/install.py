"""Sentences of the first start."""

from swstation.i18n import N_

MESSAGES = {
    "tier": N_(
        "“{token}” is not a tier. Choose one of: village_room, township_station, county_station, prefecture_centre, province."
    ),
    "division": N_(
        "“{token}” is not a division code of {digits} digits, as this tier needs. Look the place up by name."
    ),
    "suffix": N_("“{token}” cannot part two stations of one place: use up to 8 small letters or digits."),
    "letter": N_("“{token}” is not a laptop letter. Use one capital letter, A for the first laptop of the station."),
    "name": N_("The list has no place {token}, so its name is not known. Give the unit's name."),
}
