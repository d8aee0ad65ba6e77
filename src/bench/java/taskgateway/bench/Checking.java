package taskgateway.bench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import taskgateway.check.Addressing;
import taskgateway.check.BusinessLayer;
import taskgateway.check.DecodeLayer;
import taskgateway.check.MediaTypes.Formats;
import taskgateway.check.MediaTypes;
import taskgateway.check.ProfileLayer;
import taskgateway.check.ReferenceLayer;
import taskgateway.check.SpineHeaders.Sender;
import taskgateway.check.SpineHeaders;
import taskgateway.check.Stamp;
import taskgateway.check.TokenLayer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Registry;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.Format;
import taskgateway.fhir.strict.Decoded;
import taskgateway.profile.Profiles;
import taskgateway.request.Call;
import taskgateway.request.Headers;
import taskgateway.request.Names;
import taskgateway.request.Request;
import taskgateway.request.Via;
import taskgateway.token.Caller;

/**
 * What it costs on one thread to check the worked example, for a hosted provider, where every layer has something to do: with
 * the gateway's stages, against what HAPI needs to read and write it alone, and with its instance validator between.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class Checking {

    private static final String ODS = "B82617";

    private final DecodeLayer decoder = new DecodeLayer();
    private final ProfileLayer profileRules = new ProfileLayer(Profiles.load(Path.of("config/profiles")));
    private final ReferenceLayer resolver =
            new ReferenceLayer(Map.of(ODS, Registry.load(Path.of("config/registry").resolve(ODS))));
    private final BusinessLayer businessRules = new BusinessLayer();
    private final Stamp stamp = new Stamp("urn:taskgateway:task");
    private final FhirContext hl7org = FhirContext.forDstu2Hl7Org();
    private final InstanceValidator documented = new InstanceValidator(FhirContext.forDstu2(), Path.of("config/profiles"));
    private final InstanceValidator best = new InstanceValidator(hl7org, Path.of("config/profiles"));

    private String text;
    private Addressing addressing;
    private MediaTypes mediaTypes;
    private SpineHeaders spineHeaders;
    private TokenLayer auditToken;
    private Request request;
    private Call call;
    private Formats formats;
    private Sender sender;

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder().include(Checking.class.getName()).build()).run();
    }

    /** A request that passes, and what the edge makes of it. */
    @Setup
    public void makeRequest() throws Exception {
        String base = "http://127.0.0.1:8080";
        Directory directory = Directory.parse(Files.readString(Path.of("config/directory.yaml"))
                .replace("{{gateway.base}}", base).replace("{{simulator.base}}", base));
        Provider provider = directory.provider(ODS).orElseThrow();
        text = TaskRequests.workedExample();
        addressing = new Addressing(directory, Optional.empty(), Names.of(List.of(base)));
        mediaTypes = new MediaTypes();
        spineHeaders = new SpineHeaders(directory);
        auditToken = new TokenLayer(java.time.Duration.ofSeconds(5), Set.of());
        Headers headers = Headers.of(Map.of("Host", "127.0.0.1:8080",
                "Ssp-TraceID", UUID.randomUUID().toString(), "Ssp-From", "200000000359", "Ssp-To", provider.asid(),
                "Ssp-InteractionID", "urn:nhs:names:services:gpconnect:fhir:rest:create:order-1",
                "Authorization", "Bearer " + TaskRequests.token(directory.consumer("200000000359").orElseThrow(), provider),
                "Content-Type", Format.JSON.mediaType()).entrySet());
        Instant now = Instant.now();
        request = new Request(Via.HTTP, "POST", provider.serviceRoot().path() + "/Order", headers,
                text.getBytes(StandardCharsets.UTF_8), now, now);
        edge();
    }

    /** Address, media types, Ssp headers and audit token, which holds three FHIR resources itself. */
    @Benchmark
    public Caller edge() {
        call = addressing.address(request);
        formats = mediaTypes.check(request);
        sender = spineHeaders.check(request, call);
        return auditToken.check(request, call);
    }

    /** Strict decoding, profiles, references, business rules, and the Order as text again. */
    @Benchmark
    public String decodeCheckEncode() {
        Decoded decoded = decoder.decode(request, formats);
        Order order = profileRules.check(decoded, request, call);
        businessRules.check(resolver.resolve(order, call), call, sender);
        return Format.JSON.encode(stamp.stamp(order, sender));
    }

    @Benchmark
    public String hapiParseEncode() {
        return Dstu2.CONTEXT.newJsonParser().encodeResourceToString(Dstu2.CONTEXT.newJsonParser().parseResource(Order.class, text));
    }

    /** With the DSTU2 structures that the parser uses, as HAPI's manual shows it. */
    @Benchmark
    public String hapiParseValidateEncodeAsDocumented() {
        return validated(documented, Dstu2.CONTEXT);
    }

    /** With the HL7 structures, which spare the validator conversions. */
    @Benchmark
    public String hapiParseValidateEncodeAtBest() {
        return validated(best, hl7org);
    }

    private String validated(InstanceValidator validator, FhirContext context) {
        IBaseResource order = context.newJsonParser().parseResource(text);
        validator.validate(order);
        return context.newJsonParser().encodeResourceToString(order);
    }
}
