package taskgateway.testkit;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.dstu2.valueset.IssueSeverityEnum;
import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.server.ETagSupportEnum;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.interceptor.ExceptionHandlingInterceptor;
import ca.uhn.fhir.rest.server.interceptor.RequestValidatingInterceptor;
import ca.uhn.fhir.rest.server.interceptor.ResponseHighlighterInterceptor;
import ca.uhn.fhir.rest.server.interceptor.ResponseValidatingInterceptor;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * HAPI's server of today for DSTU2, which keeps Orders in memory: every path behind another of the settings that HAPI
 * offers.
 */
public final class HapiOfToday implements AutoCloseable {

    private static final Map<String, Consumer<RestfulServer>> PATHS = Map.of(
            "representation", server -> server.setDefaultPreferReturn(PreferReturnEnum.REPRESENTATION),
            "minimal", server -> server.setDefaultPreferReturn(PreferReturnEnum.MINIMAL),
            "outcome", server -> server.setDefaultPreferReturn(PreferReturnEnum.OPERATION_OUTCOME),
            "xml", server -> {
                server.setDefaultResponseEncoding(EncodingEnum.XML);
                server.setDefaultPrettyPrint(true);
            },
            "untagged", server -> server.setETagSupport(ETagSupportEnum.DISABLED),
            "browsed", server -> {
                server.registerInterceptor(new ResponseHighlighterInterceptor());
                server.registerInterceptor(new ExceptionHandlingInterceptor());
            },
            "validating", server -> {
                server.registerInterceptor(new RequestValidatingInterceptor());
                server.registerInterceptor(new ResponseValidatingInterceptor());
            },
            "noting", HapiOfToday::note);

    private final Tomcat tomcat = new Tomcat();

    private HapiOfToday() throws Exception {
        tomcat.setBaseDir(Files.createTempDirectory("hapi").toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", Path.of("target").toAbsolutePath().toString());
        PATHS.forEach((path, settings) -> {
            serve(context, path, settings, new Orders(false));
            serve(context, path + "-deaf", settings, new Orders(true));
        });
    }

    public static HapiOfToday start() throws Exception {
        HapiOfToday server = new HapiOfToday();
        server.tomcat.start();
        return server;
    }

    /**
     * Under each of them the server returns what the gateway prefers. Under each with {@code -deaf} it does not know
     * the header, and what it runs with knows the id alone of what it has created.
     */
    public static List<String> paths() {
        return PATHS.keySet().stream().sorted().flatMap(path -> Stream.of(path, path + "-deaf")).toList();
    }

    public String address(String path) {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/" + path;
    }

    private static void serve(Context context, String path, Consumer<RestfulServer> settings, Orders orders) {
        RestfulServer server = new RestfulServer(FhirContext.forDstu2());
        server.setResourceProviders(orders);
        settings.accept(server);
        Tomcat.addServlet(context, path, server);
        if (orders.deaf) {
            hidePrefer(context, path);
        }
        context.addServletMappingDecoded("/" + path + "/*", path);
    }

    private static void hidePrefer(Context context, String path) {
        FilterDef filter = new FilterDef();
        filter.setFilterName(path);
        filter.setFilter((request, response, rest) ->
                rest.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {
            @Override
            public String getHeader(String name) {
                return "Prefer".equalsIgnoreCase(name) ? null : super.getHeader(name);
            }

            @Override
            public Enumeration<String> getHeaders(String name) {
                return "Prefer".equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
            }
        }, response));
        context.addFilterDef(filter);
        FilterMap map = new FilterMap();
        map.setFilterName(path);
        map.addURLPatternDecoded("/" + path + "/*");
        context.addFilterMap(map);
    }

    private static void note(RestfulServer server) {
        RequestValidatingInterceptor requests = new RequestValidatingInterceptor();
        requests.setFailOnSeverity(null);
        requests.setAddResponseHeaderOnSeverity(ResultSeverityEnum.INFORMATION);
        requests.setAddResponseOutcomeHeaderOnSeverity(ResultSeverityEnum.INFORMATION);
        server.registerInterceptor(requests);
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Orders in memory. It knows no patient john. */
    public static final class Orders implements IResourceProvider {

        private final Map<String, Order> kept = new ConcurrentHashMap<>();
        private final boolean deaf;

        private Orders(boolean deaf) {
            this.deaf = deaf;
        }

        @Override
        public Class<Order> getResourceType() {
            return Order.class;
        }

        @Create
        public MethodOutcome create(@ResourceParam Order order) {
            if (order.getSubject().getReference().getValue().endsWith("/john")) {
                throw new UnprocessableEntityException(
                        "Resource Patient/john not found, specified in path: Order.subject");
            }
            IdDt id = new IdDt("Order", Integer.toString(kept.size() + 1), "1");
            order.setId(id);
            kept.put(id.getIdPart(), order);
            OperationOutcome noted = new OperationOutcome();
            noted.addIssue().setSeverity(IssueSeverityEnum.INFORMATION).setDiagnostics("Successfully created resource");
            MethodOutcome outcome = new MethodOutcome(id, noted, true);
            return deaf ? outcome : outcome.setResource(order);
        }

        @Read(version = true)
        public Order read(@IdParam IdDt id) {
            Order order = kept.get(id.getIdPart());
            if (order == null || id.hasVersionIdPart() && !id.getVersionIdPart().equals("1")) {
                throw new ResourceNotFoundException(id);
            }
            return order;
        }
    }
}
