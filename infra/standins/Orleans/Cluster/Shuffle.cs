using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>Lets some requests be overtaken, as they may be between silos. On when the configuration has a seed; the same seed delays the same calls.</summary>
internal sealed class Shuffle(int seed)
{
    public const string SeedKey = "Orleans:Standin:ShuffleSeed";
    private readonly Random _random = new(seed);

    public static Shuffle? From(IServiceProvider services)
        => int.TryParse(services.GetService<IConfiguration>()?[SeedKey], CultureInfo.InvariantCulture, out var seed) ? new Shuffle(seed) : null;

    /// <summary>Null: at once.</summary>
    public Task? Delay()
    {
        lock (_random)
        {
            return _random.Next(4) == 0 ? Task.Delay(_random.Next(1, 4)) : null;
        }
    }
}
