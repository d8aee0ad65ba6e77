package taskgateway.tls;

/** Whose certificates an authority issues, for messages. */
enum Peers {

    CALLERS("callers"), SERVERS("servers"), BOTH("callers and servers");

    private final String words;

    Peers(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
