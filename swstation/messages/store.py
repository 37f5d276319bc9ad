"""Sentences of the database file: opening, keys, room, rights."""

from swstation.i18n import N_

MESSAGES = {
    "passphrase_short": N_("The passphrase needs at least {limit} characters; six ordinary words are good."),
    "passphrase_wrong": N_("This passphrase does not open the database. Type it again; upper and lower case differ."),
    "way_gone": N_(
        "This passphrase was {name}'s, who does not work at this unit any more: it opens nothing now. Ask a colleague."
    ),
    "not_of_unit": N_("Only who is on this unit's roster has a passphrase here. Enter them under Staff first."),
    "way_station": N_("The station's own passphrase is changed under Settings, at “Passphrase”."),
    "no_way": N_("There is no such passphrase on this laptop. See “swstation passphrase list”."),
    "last_way": N_("This is the only passphrase of this laptop. Add another one first: “swstation passphrase add”."),
    "passphrase_needed": N_(
        "No passphrase given: set SWSTATION_PASSPHRASE or use --passphrase-file, or run it in a terminal."
    ),
    "not_encrypted": N_("{path} was made without a passphrase. Make a new one with “swstation init” to have one."),
    "restore_itself": N_("{path} is the database itself. Name the copy to go back to."),
    "no_merge_copy": N_(
        "The copy made before the last merge is not there any more. Choose another one: “swstation restore FILE”."
    ),
    "keys_missing": N_("The key file {path} is missing beside the database. Put it back from the backup."),
    "keys_damaged": N_("The key file beside the database is damaged. Put it back from the backup."),
    "exists": N_("{path} is already there and is not overwritten. Choose another name."),
    "missing": N_("There is no database at {path}. Run “swstation init”, or give the place with --db."),
    "not_a_database": N_("{path} is not a database of this program, or it is encrypted and its key file is missing."),
    "damaged": N_("{path} is damaged: a page does not pass its check. Restore the last backup."),
    "newer_version": N_(
        "This database was made by a newer version of the program: here it is only looked at, and nothing is written or"
        " handed in. Install the newer program to go on."
    ),
    "busy": N_("{path} is in use by another program right now. Wait a moment and try again."),
    "in_use": N_("{path} is open in another window of the program. Close that one first."),
    "read_only": N_("Nothing can be written to {path}: the folder or file is read-only. Choose a folder of your own."),
    "disk_full": N_("The disk is full: {path} could not be written. Make room and try again; nothing was changed."),
    "disk_error": N_("{path}: the disk reports an error. Try again; if it stays, make a backup to another disk."),
    "cannot_open": N_("{path} cannot be opened. Check that the folder is there and is yours."),
    "no_folder": N_("There is no folder {path}. Make it first, or choose another."),
    "backup_failed": N_("The copy {path} could not be written and was taken away again. Check room and rights."),
    "nothing_to_undo": N_("There is nothing to undo."),
    "undo_changed": N_("“{action}” cannot be undone: the record was changed since. Change it by hand instead."),
    "not_set_up": N_("This database has no unit yet. Run “swstation init” with a new file name."),
}
