package taskgateway.fhir.style;

/**
 * How the lines of an element run, as far as that decides whether they run over others or off the page.
 *
 * @param width   that the lines have at least, in pixels
 * @param nowrap  whether a line goes on where it is full
 * @param rtl     whether a line goes on to the left, where a browser cannot scroll
 * @param hanging whether first lines begin left of the others
 * @param fixed   whether the cells of the table are as wide as they say, whatever they hold
 */
record Flow(double width, boolean nowrap, boolean rtl, boolean hanging, boolean fixed) {

    /** As narrow as a page is taken to be: what may be wider than this may be wider than the page. */
    static final double NARROWEST = 480;
    static final Flow PAGE = new Flow(NARROWEST, false, false, false, false);

    /** A word runs out of a line that is narrower than so many times its font's size, over what is beside. */
    private static final double LEAST_WIDTH = 2;
    private static final double LEAST_RTL = 200;

    /** The properties to blame where text of this size, pushed aside so far, would run out of its place, else null. */
    String runsOut(double size, double shift) {
        if (isNarrow(size)) {
            return "width";
        }
        if (nowrap && width < NARROWEST) {
            return "white-space and width";
        }
        return rtl && (nowrap || width - shift < LEAST_RTL) ? "direction, white-space and width" : null;
    }

    boolean isNarrow(double size) {
        return width < NARROWEST && width < LEAST_WIDTH * size;
    }
}
