package taskgateway.deliver.fhir;

import ca.uhn.fhir.rest.client.impl.GenericClient;
import ca.uhn.fhir.rest.gclient.IClientExecutable;
import ca.uhn.fhir.rest.gclient.ICreate;
import ca.uhn.fhir.rest.gclient.ICreateTyped;
import ca.uhn.fhir.rest.gclient.IRead;
import ca.uhn.fhir.rest.gclient.IReadExecutable;
import ca.uhn.fhir.rest.gclient.IReadTyped;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * The client by which camel-fhir calls every provider: it sends a resource or id to the provider and with the headers
 * that it is marked with (see {@link RelayedHeaders}), since camel-fhir hands over no message headers. It can create a
 * resource and read one by its id; anything else would go to nobody in nobody's name.
 */
public final class RelayClient extends GenericClient {

    private static final String NOBODY = "http://provider.invalid";

    private final RelayClients clients;

    /**
     * @param clients makes the client of each call
     */
    public RelayClient(RelayClients clients) {
        super(clients.getFhirContext(), clients.newGenericClient(NOBODY).getHttpClient(), NOBODY, clients);
        this.clients = clients;
    }

    @Override
    public ICreate create() {
        return new ICreate() {
            @Override
            public ICreateTyped resource(IBaseResource resource) {
                RelayedHeaders relayed = RelayedHeaders.of(resource);
                return marked(clients.newGenericClient(relayed.address()).create().resource(resource), relayed);
            }

            @Override
            public ICreateTyped resource(String resource) {
                throw new UnsupportedOperationException("create from text");
            }
        };
    }

    @Override
    public IRead read() {
        return new IRead() {
            @Override
            public <T extends IBaseResource> IReadTyped<T> resource(Class<T> type) {
                return new ReadById<>(clients, read -> read.resource(type));
            }

            @Override
            public IReadTyped<IBaseResource> resource(String type) {
                return new ReadById<>(clients, read -> read.resource(type));
            }
        };
    }

    private static <T extends IClientExecutable<?, ?>> T marked(T request, RelayedHeaders relayed) {
        relayed.headers().forEach(request::withAdditionalHeader);
        return request;
    }

    private record ReadById<T extends IBaseResource>(RelayClients clients, Function<IRead, IReadTyped<T>> type)
            implements IReadTyped<T> {

        @Override
        public IReadExecutable<T> withId(IIdType id) {
            RelayedHeaders relayed = RelayedHeaders.of(id);
            return marked(type.apply(clients.newGenericClient(relayed.address()).read()).withId(id), relayed);
        }

        @Override
        public IReadExecutable<T> withId(Long id) {
            throw new UnsupportedOperationException("read by number");
        }

        @Override
        public IReadExecutable<T> withId(String id) {
            throw new UnsupportedOperationException("read by text");
        }

        @Override
        public IReadExecutable<T> withIdAndVersion(String id, String version) {
            throw new UnsupportedOperationException("read by texts");
        }

        @Override
        public IReadExecutable<T> withUrl(String url) {
            throw new UnsupportedOperationException("read by URL");
        }

        @Override
        public IReadExecutable<T> withUrl(IIdType url) {
            throw new UnsupportedOperationException("read by URL");
        }
    }
}
