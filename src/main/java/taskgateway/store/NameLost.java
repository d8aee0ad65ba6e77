package taskgateway.store;

/** Another gateway has taken this one's name: this one can write no more, now or later. */
final class NameLost extends Taken {

    NameLost() {
        super("another gateway has taken this one's name");
    }
}
