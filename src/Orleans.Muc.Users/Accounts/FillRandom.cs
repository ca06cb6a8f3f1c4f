namespace Orleans.Muc.Users;

/// <summary>Where unpredictable bytes come from: fills all of <paramref name="bytes"/>.</summary>
public delegate void FillRandom(Span<byte> bytes);
