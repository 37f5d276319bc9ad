"""Why a record was not written: this database is a copy, or not the newest."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "copied": N_(
        "This database is a copy; the one it was made from is still there: {path}. Write in that one, or let this one go"
        " on as a laptop of its own with “swstation renew”. Reading and merging go on without."
    ),
    "elsewhere": N_(
        "This database was copied here from another machine or user. Write in the first one, or let this one go on as a"
        " laptop of its own with “swstation renew”. Reading and merging go on without."
    ),
    "behind": N_(
        "This is an old copy: records that were written here are missing from it. Put the newer database back, or go on"
        " from here as a laptop of its own with “swstation renew”; what was handed in comes back from the county."
    ),
    "place_sync": N_(
        "{path} is copied to other machines by a synchronising program, which damages an open database. Move the database"
        " to a folder of this machine's own disk; or go on all the same with “swstation --anyway ...”."
    ),
    "place_network": N_(
        "{path} lies on another machine's disk, where a database can be damaged. Move it to this machine's own disk; or go"
        " on all the same with “swstation --anyway ...”."
    ),
    "place_removable": N_(
        "{path} lies on a stick or a disk that can be pulled out, where a database can be damaged. Move it to this"
        " machine's own disk; or go on all the same with “swstation --anyway ...”."
    ),
    "split": N_(
        "Two machines wrote under the number of this laptop, because a database was copied. Let each take a number of"
        " its own: “swstation renew”. Nothing that was written is lost."
    ),
}
