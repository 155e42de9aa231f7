"""How large a sheet may be (SHEETS 9; RELIABILITY 4 E). Numbers are caps against accidents and bombs, not policy."""

from typing import Final

MIB: Final = 1024 * 1024
FILE_BYTES_MAX: Final = 20 * MIB
CELL_CHARACTERS_MAX: Final = 32_767  # what a spreadsheet program itself can hold
ROWS_MAX: Final = 200_000
COLUMNS_MAX: Final = 200
PROFILE_COLUMNS_MAX: Final = 32
READER_MEMORY_BYTES: Final = 512 * MIB
READER_SECONDS: Final = 60
EXCERPT: Final = 40  # characters of a value shown in an error
PREVIEW_ROWS: Final = 500  # rows of each verdict kept for the preview
ROWS_AT_ONCE: Final = 2_000  # up to here an import is worked through while the page waits
STAGED_DAYS: Final = 7  # a preview that nobody applied is emptied after this
