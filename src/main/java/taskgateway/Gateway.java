package taskgateway;
public class Gateway { public static void main(String[] a){ System.out.println("ok"); } }
