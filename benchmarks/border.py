"""Draw the border between training and failing for the top of the README, notebooks/images/border.png.

    python -m benchmarks.border        (in the course's folder; half a minute)

864 x 400 pixels, each of them one training of a network of the lesson the_border.
"""

import io
import time

from PIL import Image

from lrcourse.lessons.the_border import figures, net, scores
from lrcourse.tools import notebooks

VIEW = (1.3974, -0.2786, 2.4 / 40)  # of net 9
WIDE, HIGH = 864, 400


def main():
    """Train every pixel, and write the picture."""
    began = time.perf_counter()
    picture = scores(net(9), VIEW, WIDE)
    rows = figures.painted(picture)[(WIDE - HIGH) // 2 : (WIDE + HIGH) // 2][::-1]
    image = Image.fromarray(rows).quantize(32, dither=Image.Dither.NONE)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    (notebooks.FOLDER / "images" / "border.png").write_bytes(file.getvalue())
    print(f"{picture.size} trainings in {time.perf_counter() - began:.0f} s, {len(file.getvalue()) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
