namespace Orleans.Muc.Gateway.Certificates;

/// <summary>A certificate can't be used; the message is one sentence for whoever put it there, without anything secret.</summary>
public sealed class CertificateFileException(string message, Exception? inner = null) : Exception(message, inner);
