"""What is read of a picture: as it looks on white paper, and no larger than is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from vademecum.retrieval.errors import InvalidInput

Image = pytest.importorskip("PIL.Image")

from vademecum.retrieval.readers import ocr  # noqa: E402


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_black_on_transparent_is_black_on_white(mode: str) -> None:
    clear = Image.new(mode, (2, 1), (0,) * len(mode))
    clear.putpixel((1, 0), (*(0,) * (len(mode) - 1), 255))
    seen = ocr.on_white(clear)
    assert seen.mode == "RGB"
    assert [seen.getpixel((x, 0)) for x in (0, 1)] == [(255, 255, 255), (0, 0, 0)]


def test_every_picture_of_a_file_may_only_be_so_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "MAX_PIXELS", 200)
    monkeypatch.setattr(ocr, "write_picture", lambda picture, writer: 0)
    small, large = Image.new("L", (10, 20)), Image.new("L", (10, 21))
    small.save(tmp_path / "small.tif")
    assert ocr.read_picture(tmp_path / "small.tif").text == ""
    small.save(tmp_path / "both.tif", save_all=True, append_images=[large])
    with pytest.raises(InvalidInput, match="million pixels"):
        ocr.read_picture(tmp_path / "both.tif")
