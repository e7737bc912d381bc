"""sheetnet with the extensions: `python -m tests.extensions build …`."""

from tests.extensions import install

install()

from sheetnet.cli import main  # noqa: E402

main()
