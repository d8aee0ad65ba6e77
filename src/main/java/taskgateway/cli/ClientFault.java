package taskgateway.cli;

/** Why no answer came, in one line for the person at the terminal: nothing was sent, or what became of it is not known. */
final class ClientFault extends RuntimeException {

    ClientFault(String line) {
        super(line);
    }

    ClientFault(String line, Throwable cause) {
        super(line, cause);
    }
}
