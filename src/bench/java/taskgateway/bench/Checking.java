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
import taskgateway.check.AddressLayer;
import taskgateway.check.BusinessLayer;
import taskgateway.check.MediaTypeLayer.Formats;
import taskgateway.check.MediaTypeLayer;
import taskgateway.check.ProfileLayer;
import taskgateway.check.ReferenceLayer;
import taskgateway.check.SpineLayer.SpineSender;
import taskgateway.check.SpineLayer;
import taskgateway.check.TokenLayer;
import taskgateway.check.WellFormedLayer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Registry;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.Format;
import taskgateway.fhir.strict.Decoded;
import taskgateway.profile.Profiles;
import taskgateway.repeat.BusinessIdentifier;
import taskgateway.request.Call;
import taskgateway.request.GatewayNames;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.request.Via;
import taskgateway.token.Caller;

/**
 * What it costs on one thread to check the worked example, for a hosted provider, where every layer has something to
 * do: with the gateway's stages, against what HAPI needs to read and write it alone, and with its instance validator
 * between.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class Checking {

    private static final String ODS = "B82617";

    private final WellFormedLayer decoder = new WellFormedLayer();
    private final ProfileLayer profileLayer = new ProfileLayer(Profiles.load(Path.of("config/profiles")));
    private final ReferenceLayer referenceLayer =
            new ReferenceLayer(Map.of(ODS, Registry.load(Path.of("config/registry").resolve(ODS))));
    private final BusinessLayer businessLayer = new BusinessLayer();
    private final BusinessIdentifier stamp = new BusinessIdentifier("urn:taskgateway:task");
    private final FhirContext hl7org = FhirContext.forDstu2Hl7Org();
    private final InstanceValidator documented =
            new InstanceValidator(FhirContext.forDstu2(), Path.of("config/profiles"));
    private final InstanceValidator best = new InstanceValidator(hl7org, Path.of("config/profiles"));

    private String text;
    private AddressLayer addressing;
    private MediaTypeLayer mediaTypeLayer;
    private SpineLayer spineLayer;
    private TokenLayer tokenLayer;
    private Request request;
    private Call call;
    private Formats formats;
    private SpineSender sender;

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
        addressing = new AddressLayer(directory, Optional.empty(), GatewayNames.of(List.of(base)));
        mediaTypeLayer = new MediaTypeLayer();
        spineLayer = new SpineLayer(directory);
        tokenLayer = new TokenLayer(java.time.Duration.ofSeconds(5), Set.of());
        Headers headers = Headers.of(Map.of("Host", "127.0.0.1:8080",
                "Ssp-TraceID", UUID.randomUUID().toString(), "Ssp-From", "200000000359", "Ssp-To", provider.asid(),
                "Ssp-InteractionID", "urn:nhs:names:services:gpconnect:fhir:rest:create:order-1",
                "Authorization",
                "Bearer " + TaskRequests.token(directory.consumer("200000000359").orElseThrow(), provider),
                "Content-Type", Format.JSON.mediaType()).entrySet());
        Instant now = Instant.now();
        request = new Request(Via.HTTP, "POST", provider.serviceRoot().path() + "/Order", headers,
                text.getBytes(StandardCharsets.UTF_8), now, now);
        edge();
    }

    /** Address, media types, Ssp headers and audit token, which holds three FHIR resources itself. */
    @Benchmark
    public Caller edge() {
        call = addressing.findCall(request);
        formats = mediaTypeLayer.check(request);
        sender = spineLayer.check(request, call);
        return tokenLayer.check(request, call);
    }

    /** Strict decoding, profiles, references, business rules, and the Order as text again. */
    @Benchmark
    public String decodeCheckEncode() {
        Decoded decoded = decoder.decode(request, formats);
        Order order = profileLayer.check(decoded, request, call);
        businessLayer.check(referenceLayer.resolve(order, call), call, sender);
        return Format.JSON.encode(stamp.assign(order, sender));
    }

    @Benchmark
    public String hapiParseEncode() {
        return Dstu2.CONTEXT.newJsonParser()
                .encodeResourceToString(Dstu2.CONTEXT.newJsonParser().parseResource(Order.class, text));
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
