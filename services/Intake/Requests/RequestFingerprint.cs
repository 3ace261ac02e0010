using System.Security.Cryptography;
using System.Text;

namespace RebateFlow.Intake.Requests;

/// <summary>Tells apart different requests with the same Idempotency-Key.</summary>
public static class RequestFingerprint
{
    /// <summary>SHA-256, 32 bytes, of what a request is about and of its body as it came.</summary>
    public static byte[] Of(string address, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(address + "\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
