package taskgateway.fhir;

/**
 * Where an element stands, as a chain of steps that becomes an XPath only when a fault is told: {@code f:} is FHIR's
 * namespace and {@code h:} XHTML's, as in the invariants of FHIR DSTU2. An element that stands several times carries
 * its place among its siblings, e.g. {@code /f:Order/f:detail[2]/f:reference}.
 */
public final class ElementPath {

    private static final int LONGEST_NAME = 64;

    private final ElementPath parent;
    private final String prefix;
    private final String name;
    private final int position;
    private final Siblings siblings;

    private ElementPath(ElementPath parent, String prefix, String name, int position, Siblings siblings) {
        this.parent = parent;
        this.prefix = prefix;
        this.name = name;
        this.position = position;
        this.siblings = siblings;
    }

    public static ElementPath root(String resourceType) {
        return new ElementPath(null, "f:", resourceType, 0, null);
    }

    /** The only element of this name here. */
    public ElementPath child(String element) {
        return child(element, 0);
    }

    /**
     * An element whose position here is known; {@code div} is the one name that FHIR takes from XHTML.
     *
     * @param position among those of its name, the first being 1; 0 where there are no others
     */
    public ElementPath child(String element, int position) {
        return new ElementPath(this, "div".equals(element) ? "h:" : "f:", element, position, null);
    }

    /** One of several elements of this name here, the first being 1. */
    public ElementPath child(String element, int position, Siblings siblings) {
        return new ElementPath(this, "f:", element, position, siblings);
    }

    public ElementPath attribute(String attribute) {
        return new ElementPath(this, "@", attribute, 0, null);
    }

    @Override
    public String toString() {
        String step = (parent == null ? "" : parent.toString()) + "/" + prefix + printable(name);
        boolean several = siblings == null ? position > 0 : siblings.count > 1;
        return several ? step + "[" + position + "]" : step;
    }

    /** A name as the sender wrote it, cut and cleaned so that it can be shown. */
    public static String printable(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return cut.replaceAll("[^A-Za-z0-9_.:\\[\\]-]", "?");
    }

    /** How many elements of one name stand side by side: known only when all have been read. */
    public static final class Siblings {

        private int count;

        public Siblings() {
        }

        public Siblings(int count) {
            this.count = count;
        }

        public int next() {
            return ++count;
        }
    }
}
