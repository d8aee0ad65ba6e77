package taskgateway.tls;

/** Whose certificates an authority issues, for messages. */
enum TlsPeers {

    CALLERS("callers"), SERVERS("servers"), BOTH("callers and servers");

    private final String words;

    TlsPeers(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
