import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.config.BaseJavaConfigDstu2;
import ca.uhn.fhir.jpa.dao.DaoConfig;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.ExceptionHandlingInterceptor;
import ca.uhn.fhir.rest.server.interceptor.RequestValidatingInterceptor;
import ca.uhn.fhir.rest.server.interceptor.ResponseHighlighterInterceptor;
import ca.uhn.fhir.rest.server.interceptor.ResponseValidatingInterceptor;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import javax.persistence.EntityManagerFactory;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * A FHIR server as a provider ran one in early 2018: HAPI's own JPA server for DSTU2, which keeps what it is sent in a
 * database. It is a program of its own, since its libraries have the names of the gateway's; its argument is a port.
 * Every path is the same records behind another of the settings that HAPI offers. It ends with the program that has
 * started it.
 */
public class JpaServer {

    public static void main(String[] arguments) throws Exception {
        try {
            AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext(Records.class);
            Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
            serve(new ServletContextHandler(server, "/"), beans);
            server.start();
            while (System.in.read() >= 0) {
                // Until the other end is closed.
            }
        } finally {
            System.exit(0);
        }
    }

    private static void serve(ServletContextHandler paths, AnnotationConfigApplicationContext beans) {
        serve(paths, beans, "plain");
        serve(paths, beans, "deaf");
        paths.addFilter(new FilterHolder(new WithoutPrefer()), "/deaf/*", EnumSet.of(DispatcherType.REQUEST));
        RestfulServer xml = serve(paths, beans, "xml");
        xml.setDefaultResponseEncoding(EncodingEnum.XML);
        xml.setDefaultPrettyPrint(true);
        RestfulServer browsed = serve(paths, beans, "browsed");
        browsed.registerInterceptor(new ResponseHighlighterInterceptor());
        browsed.registerInterceptor(new ExceptionHandlingInterceptor());
        serve(paths, beans, "validating").registerInterceptor(new RequestValidatingInterceptor());
        RestfulServer noting = serve(paths, beans, "noting");
        RequestValidatingInterceptor requests = new RequestValidatingInterceptor();
        requests.setFailOnSeverity(null);
        requests.setAddResponseHeaderOnSeverity(ResultSeverityEnum.INFORMATION);
        requests.setAddResponseOutcomeHeaderOnSeverity(ResultSeverityEnum.INFORMATION);
        noting.registerInterceptor(requests);
        ResponseValidatingInterceptor answers = new ResponseValidatingInterceptor();
        answers.setFailOnSeverity(null);
        answers.setAddResponseHeaderOnSeverity(ResultSeverityEnum.INFORMATION);
        noting.registerInterceptor(answers);
    }

    @SuppressWarnings("unchecked")
    private static RestfulServer serve(ServletContextHandler paths, AnnotationConfigApplicationContext beans,
            String path) {
        RestfulServer server = new RestfulServer(FhirContext.forDstu2());
        server.setResourceProviders((List<IResourceProvider>) beans.getBean("myResourceProvidersDstu2", List.class));
        paths.addServlet(new ServletHolder(server), "/" + path + "/*");
        return server;
    }

    /**
     * Answers as if the client had not said what it prefers: a server that does not know the header, or a proxy that
     * drops it.
     */
    private static final class WithoutPrefer implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain rest) throws IOException,
                ServletException {
            rest.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {
                @Override
                public String getHeader(String name) {
                    return "Prefer".equalsIgnoreCase(name) ? null : super.getHeader(name);
                }

                @Override
                public Enumeration<String> getHeaders(String name) {
                    return "Prefer".equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
                }
            }, response);
        }

        @Override
        public void init(FilterConfig configuration) {
            // Nothing to prepare.
        }

        @Override
        public void destroy() {
            // Nothing to end.
        }
    }

    /** HAPI's own beans, with a database in memory. */
    @Configuration
    @EnableTransactionManagement
    public static class Records extends BaseJavaConfigDstu2 {

        @Bean
        public DaoConfig daoConfig() {
            return new DaoConfig();
        }

        @Bean
        public DataSource dataSource() {
            EmbeddedDataSource source = new EmbeddedDataSource();
            source.setDatabaseName("memory:records");
            source.setCreateDatabase("create");
            return source;
        }

        @Bean
        @Override
        public LocalContainerEntityManagerFactoryBean entityManagerFactory() {
            LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
            factory.setPersistenceUnitName("records");
            factory.setDataSource(dataSource());
            factory.setPackagesToScan("ca.uhn.fhir.jpa.entity");
            factory.setPersistenceProvider(new HibernatePersistenceProvider());
            Properties hibernate = new Properties();
            hibernate.put("hibernate.dialect", "ca.uhn.fhir.jpa.util.DerbyTenSevenHapiFhirDialect");
            hibernate.put("hibernate.hbm2ddl.auto", "create-only");
            hibernate.put("hibernate.cache.use_query_cache", "false");
            hibernate.put("hibernate.cache.use_second_level_cache", "false");
            hibernate.put("hibernate.search.autoregister_listeners", "false");
            factory.setJpaProperties(hibernate);
            return factory;
        }

        @Bean
        public JpaTransactionManager transactionManager(EntityManagerFactory records) {
            return new JpaTransactionManager(records);
        }
    }
}
