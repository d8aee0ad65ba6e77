package taskgateway.directory;

import java.util.Optional;

/** The transport of providers that have a FHIR server of their own. */
final class FhirTransport implements Transport {

    @Override
    public String name() {
        return "FHIR";
    }

    @Override
    public boolean hosted() {
        return false;
    }

    @Override
    public Optional<String> fault(String address, Surroundings around) {
        return around.faultOfUrl(address);
    }

    @Override
    public boolean usesTls(String address) {
        return ServiceRoot.isHttps(address);
    }

    @Override
    public String toString() {
        return name();
    }
}
