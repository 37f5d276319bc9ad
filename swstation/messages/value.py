"""Sentences of values that a register does not take."""

from swstation.i18n import N_

MESSAGES = {
    "missing": N_("{field}: must not be empty. Fill it in."),
    "empty": N_("{field}: must not be empty. Fill it in."),
    "too_long": N_("{field}: too long, at most {limit} characters. Shorten it."),
    "control_character": N_("{field}: contains an invisible control character. Type it anew."),
    "date": N_("{field}: not a date that exists. Write it as 2026-11-18."),
    "date_range": N_("{field}: the year must be between 1900 and 2199. Check the year."),
    "time": N_("{field}: not a time of day. Write it as 09:30."),
    "number": N_("{field}: a number is wanted here. Type digits, such as 8 or 3.5."),
    "code": N_("{field}: not an entry of the list. Choose one from the list."),
    "ref": N_("{field}: does not name a record. Choose one from the list."),
    "unit": N_("{field}: not a unit code such as T532301102. Check it."),
    "division": N_("{field}: not a division code of 2, 4, 6, 9 or 12 digits. Check it."),
    "out_of_range": N_("{field}: must be between {low} and {high}. Check the number."),
    "end_before_start": N_("{field}: the end is before the start. Check both."),
    "end_without_start": N_("{field}: there is an end but no start. Give both or none."),
    "ended_without_date": N_("{field}: an ended file needs its end date. Give the date."),
    "closed_without_date": N_("{field}: a closed case needs its closing date. Give the date."),
    "one_holder": N_("{field}: a category belongs to either a person or a household. Choose one."),
    "one_needed": N_("{field}: belongs to exactly one person or body. Choose one and leave the others empty."),
    "some_needed": N_("{field}: at least one must be given. Choose one."),
    "period": N_(
        "{field}: not a period. Write a month as 2026-11, a quarter as 2026Q3, a half as 2026H1, a year as 2026."
    ),
    "credit_code_shape": N_(
        "{field}: a social credit code has 18 digits and capital letters, no I, O, S, V or Z. Check it."
    ),
    "credit_code_check": N_(
        "{field}: the check character does not fit: a character is wrong. Compare with the licence."
    ),
    "pair": N_("{field}: two different records are needed. Choose another one."),
    "unknown_field": N_("{field}: this register has no such field. Leave it out."),
    "shape": N_("{field}: not a value this field takes. Check it."),
    "resident_id_shape": N_("{field}: an identity number has 18 characters, digits and perhaps a final X. Check it."),
    "resident_id_check": N_("{field}: the check character does not fit: a digit is wrong. Compare with the card."),
    "resident_id_date": N_("{field}: the birth date inside is impossible. Compare with the card."),
    "resident_id_damaged": N_("{field}: a spreadsheet rounded this number. Make the column text and type it anew."),
}
