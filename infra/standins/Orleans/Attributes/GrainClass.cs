using System.Globalization;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans
{
    /// <summary>The grain type of a class, instead of the one its name implies.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute, IGrainTypeProviderAttribute
    {
        private readonly GrainType _grainType = GrainType.Create(grainType);

        public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
    }

    /// <summary>Activations of the class are never collected for being idle.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class KeepAliveAttribute : Attribute, IGrainPropertiesProviderAttribute
    {
        public void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) => properties["idle-duration"] = "-1";
    }

    /// <summary>How long activations of the class may be idle before they are collected; at least one minute.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class CollectionAgeLimitAttribute : Attribute, IGrainPropertiesProviderAttribute
    {
        public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);
        private readonly TimeSpan _period;

        public CollectionAgeLimitAttribute()
        {
        }

        public CollectionAgeLimitAttribute(string inactivityPeriod) => _period = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

        public double Days { get; set; }

        public double Hours { get; set; }

        public double Minutes { get; set; }

        public bool AlwaysActive { get; set; }

        public TimeSpan AgeLimit
        {
            get
            {
                if (AlwaysActive)
                {
                    return TimeSpan.MaxValue;
                }

                var age = _period + TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
                return age < MinAgeLimit ? MinAgeLimit : age;
            }
        }

        public void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties)
            => properties["idle-duration"] = AgeLimit.ToString("c", CultureInfo.InvariantCulture);
    }
}

namespace Orleans.Metadata
{
    /// <summary>An attribute that tells the grain type of its class.</summary>
    public interface IGrainTypeProviderAttribute
    {
        GrainType GetGrainType(IServiceProvider services, Type type);
    }

    /// <summary>An attribute that adds to the properties of its grain class.</summary>
    public interface IGrainPropertiesProviderAttribute
    {
        void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties);
    }

    /// <summary>An attribute that binds its grain class to something, a stream namespace for example.</summary>
    public interface IGrainBindingsProviderAttribute
    {
        IEnumerable<Dictionary<string, string?>> GetBindings(IServiceProvider services, Type grainClass, GrainType grainType);
    }

    /// <summary>The properties of a grain class, as its attributes populate them.</summary>
    [Immutable, GenerateSerializer]
    public sealed class GrainProperties(System.Collections.Immutable.ImmutableDictionary<string, string> values)
    {
        [Id(0)]
        public System.Collections.Immutable.ImmutableDictionary<string, string> Properties { get; } = values;
    }
}
