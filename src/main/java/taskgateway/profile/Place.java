package taskgateway.profile;

/**
 * Where in a resource a check is. Made for every element, written as an XPath only where a fault is.
 *
 * @param parent what the element is in, or null for the resource itself
 * @param name   the element's name, or the resource's type
 * @param index  the element's place among those of its name, from 1, or 0 when there are no others
 */
record Place(Place parent, String name, int index) {

    static Place of(String resourceType) {
        return new Place(null, resourceType, 0);
    }

    Place child(String childName) {
        return new Place(this, childName, 0);
    }

    Place child(String childName, int childIndex) {
        return new Place(this, childName, childIndex);
    }

    /** E.g. {@code /f:Order/f:detail[2]/f:reference}; {@code div} is the one name that FHIR takes from XHTML. */
    @Override
    public String toString() {
        return (parent == null ? "" : parent) + (name.equals("div") ? "/h:" : "/f:") + name + (index == 0 ? "" : "[" + index + "]");
    }
}
