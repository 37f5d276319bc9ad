"""Why a policy file is not used, and what else is refused about policies."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "same": N_("{token} stands beside itself. Give two different policies; “swstation policy list” names them."),
    "unreadable": N_("{file}: cannot be read ({detail}); check that the file is there and is UTF-8 text"),
    "syntax": N_("{file}: is not TOML: {detail}; correct it there"),
    "too_large": N_("{file}: is larger than {most} KB, no policy is; check that it is the right file"),
    "newer_schema": N_(
        "{file}: {key} is {version}, this program knows {known}; update the program or use an older file"
    ),
    "missing_meta": N_("{file}: the table [{table}] is missing; add it with id, divisions and the names"),
    "unknown_table": N_(
        "{file}: the table [{table}] is not part of the format; correct its name or take it out (similar: {allowed})"
    ),
    "not_tables": N_("{file}: [{table}] must hold tables like [[{table}.rule]]; write its items that way"),
    "not_array": N_("{file}: [{table}] must be written as [[{table}]], once for every item"),
    "missing_key": N_("{file}{where}: the key {key} is missing; add it"),
    "unknown_key": N_(
        "{file}{where}: the key {key} is not part of the format; correct it or take it out (similar: {allowed})"
    ),
    "wrong_type": N_("{file}{where}: {key} = {value} must be {wanted}; correct it"),
    "bad_choice": N_("{file}{where}: {key} = {value} is none of: {allowed}; choose one of them"),
    "empty": N_("{file}{where}: {key} is empty; give it a text"),
    "bad_id": N_("{file}{where}: {key} = {value} must be 1-40 small letters, digits and underscores; correct it"),
    "bad_division": N_(
        "{file}{where}: {key}: {value} is no division code; write 2 to 12 digits, or nothing for everywhere"
    ),
    "too_small": N_("{file}{where}: {key} = {value} is too small; write a larger number"),
    "too_big": N_("{file}{where}: {key} = {value} is more than {most}; write a smaller number"),
    "end_before_start": N_("{file}{where}: {key} comes before {start}; correct one of them"),
    "duplicate_id": N_("{file}{where}: this {key} is there twice; give each item its own"),
    "unknown_reference": N_(
        "{file}{where}: {key} names {value}, which [[{target}]] does not have; use one of: {allowed}"
    ),
    "duplicate_policy": N_("{file}: the policy {value} is already there from another file; give {key} another name"),
    "pack_incomplete": N_("{file}: parts of this policy have not arrived; ask the county to send down again"),
    "pack_hash": N_("{file}: the text is not the one the county published; ask the county to publish it again"),
    "pack_other_id": N_("{file}: the text calls itself {value}; ask the county to publish it under that {key}"),
    "pack_there": N_("the policy {token} is in use with these very words; nothing was changed"),
    "county_only": N_("only a county station, or a unit above it, writes policies; send the file there"),
    "list_county_only": N_("only a county station, or a unit above it, adds to the lists; ask yours to send it down"),
    "national_fixed": N_("the national rules come with the program; give meta.id another name"),
    "unknown_pack": N_("there is no policy pack {token}; take its id from “swstation policy packs”"),
    "pack_of_other": N_("the unit {token} wrote this policy; ask there to withdraw it"),
    "unknown": N_("no policy {token}; the policies are: {known}; use one of them"),
    "not_expiring": N_("the policy {token} has no end, there is nothing to continue"),
    "continues_too_early": N_("the policy {token} is in force until {end}; continue it from a later day"),
}
