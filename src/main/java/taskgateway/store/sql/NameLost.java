package taskgateway.store.sql;

/** Another gateway has taken this one's name: this one can write no more, now or later. */
public final class NameLost extends TakenByAnother {

    public NameLost() {
        super("another gateway has taken this one's name");
    }
}
