package taskgateway.fhir.style;

import java.util.Map;

/**
 * How the text of an element looks in a browser, as far as that decides whether it is seen. A page is black on white
 * where it says nothing.
 *
 * @param outside    the element around, or null
 * @param colour     of the text, which may let what is behind it shine through
 * @param background behind it, opaque
 * @param size       of the font, in pixels
 * @param line       the height of a line, in pixels, or as a negative number of times the font's size
 * @param opacity    of the element with all that is in it, before what is around it
 * @param shift      by how much all of the styles around it push the text aside, in pixels
 * @param flow       how its lines run
 */
public record Look(Look outside, Colour colour, Colour background, double size, double line, double opacity,
        double shift, Flow flow) {

    public static final Look PAGE = new Look(null, Colour.BLACK, Colour.WHITE, 16, -1.2, 1, 0, Flow.PAGE);

    /** Silver on white, with 1.8, is poor taste; less than 1.5, as yellow on white with 1.07, cannot be read. */
    private static final double LEAST_CONTRAST = 1.5;
    private static final double LEAST_SIZE = 5;
    /** A line that is lower than this share of its letters is written over the one before. */
    private static final double LEAST_LINE = 0.5;
    private static final double MOST_SHIFT = 1500;

    /** What browsers make of the font's size in these elements (HTML's rendering section). */
    private static final Map<String, Double> SIZES = Map.of("h1", 2.0, "h2", 1.5, "h3", 1.17, "h5", 0.83, "h6", 0.67,
            "small", 0.83, "sub", 0.83, "sup", 0.83, "big", 1.2);

    /** An element in this one, before its style. */
    public Look inside(String element, boolean link) {
        double factor = SIZES.getOrDefault(element, 1.0);
        return factor == 1 && !link ? this
                : new Look(this, link ? Colour.LINK : colour, background, size * factor, line, 1, shift, flow);
    }

    /** The same element with a background of its own. */
    public Look on(Colour own) {
        return new Look(this, colour, own, size, line, 1, shift, flow);
    }

    /** The properties to blame where text of the element would not be seen, else null. */
    public String hidden() {
        if (this == PAGE) {
            return null;
        }
        if (size < LEAST_SIZE) {
            return "font-size";
        }
        if ((line < 0 ? -line * size : line) < LEAST_LINE * size) {
            return "line-height";
        }
        if (shift > MOST_SHIFT) {
            return "margin, padding and text-indent";
        }
        String runsOut = flow.runsOut(size, shift);
        if (runsOut != null) {
            return runsOut;
        }
        return seen(colour.over(background)).contrast(seen(background)) < LEAST_CONTRAST
                ? "color, background and opacity" : null;
    }

    /** What an opaque colour of this element looks like before all that is behind it. */
    private Colour seen(Colour own) {
        Colour seen = own;
        for (Look look = this; look.outside != null; look = look.outside) {
            seen = seen.mixed(look.outside.background, look.opacity);
        }
        return seen;
    }
}
