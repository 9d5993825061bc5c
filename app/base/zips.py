"""What Python raises at a zip file that is not what it says: cut off, too new, locked, or with sizes that lie."""

import struct
import zipfile
import zlib

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
