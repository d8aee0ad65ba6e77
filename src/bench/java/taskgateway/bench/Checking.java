package taskgateway.bench;

final class Checking { public static void main(String[] a) {} }
