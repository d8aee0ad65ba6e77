package taskgateway.deliver;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IHttpClient;
import ca.uhn.fhir.rest.client.impl.GenericClient;
import ca.uhn.fhir.rest.client.impl.RestfulClientFactory;
import ca.uhn.fhir.rest.gclient.IClientExecutable;
import ca.uhn.fhir.rest.gclient.ICreate;
import ca.uhn.fhir.rest.gclient.ICreateTyped;
import ca.uhn.fhir.rest.gclient.IRead;
import ca.uhn.fhir.rest.gclient.IReadExecutable;
import ca.uhn.fhir.rest.gclient.IReadTyped;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * HAPI's client, which adds to each request the headers of the resource or id that is sent (see {@link Relayed}): camel-fhir
 * hands over no message headers. It can create a resource and read one by its id; anything else would go out in nobody's
 * name and is refused.
 */
final class RelayClient extends GenericClient {

    RelayClient(FhirContext context, IHttpClient http, String base, RestfulClientFactory factory) {
        super(context, http, base, factory);
    }

    @Override
    public ICreate create() {
        ICreate plain = super.create();
        return new ICreate() {
            @Override
            public ICreateTyped resource(IBaseResource resource) {
                return marked(plain.resource(resource), resource);
            }

            @Override
            public ICreateTyped resource(String resource) {
                throw new UnsupportedOperationException("create from text");
            }
        };
    }

    @Override
    public IRead read() {
        IRead plain = super.read();
        return new IRead() {
            @Override
            public <T extends IBaseResource> IReadTyped<T> resource(Class<T> type) {
                return new ReadById<>(plain.resource(type));
            }

            @Override
            public IReadTyped<IBaseResource> resource(String type) {
                return new ReadById<>(plain.resource(type));
            }
        };
    }

    private static <T extends IClientExecutable<?, ?>> T marked(T request, IBase sent) {
        Relayed.headers(sent).forEach(request::withAdditionalHeader);
        return request;
    }

    private record ReadById<T extends IBaseResource>(IReadTyped<T> plain) implements IReadTyped<T> {

        @Override
        public IReadExecutable<T> withId(IIdType id) {
            return marked(plain.withId(id), id);
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
