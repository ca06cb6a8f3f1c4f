using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

/// <summary>
/// A row as a dictionary of its properties, the keys among them. A property that is not there reads as null; one of another type throws
/// <see cref="InvalidOperationException"/>. Types: string, int, long, double, bool, byte[], Guid, DateTimeOffset.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The official name.")]
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private readonly Dictionary<string, object> _properties = [];

    public TableEntity()
    {
    }

    public TableEntity(string partitionKey, string rowKey)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object> values) => _properties = new(values);

    public string PartitionKey { get => GetString(EntityNames.PartitionKey); set => this[EntityNames.PartitionKey] = value; }

    public string RowKey { get => GetString(EntityNames.RowKey); set => this[EntityNames.RowKey] = value; }

    public DateTimeOffset? Timestamp { get => GetDateTimeOffset(EntityNames.Timestamp); set => this[EntityNames.Timestamp] = value; }

    public ETag ETag { get => GetString(EntityNames.ETag) is { } tag ? new ETag(tag) : default; set => this[EntityNames.ETag] = value.ToString(); }

    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    public int Count => _properties.Count;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    public object this[string key] { get => _properties.GetValueOrDefault(key); set => _properties[key] = value; }

    public string GetString(string key) => (string)Get(key, typeof(string));

    public byte[] GetBinary(string key) => (byte[])Get(key, typeof(byte[]));

    public bool? GetBoolean(string key) => (bool?)Get(key, typeof(bool));

    public int? GetInt32(string key) => (int?)Get(key, typeof(int));

    public long? GetInt64(string key) => (long?)Get(key, typeof(long));

    public double? GetDouble(string key) => (double?)Get(key, typeof(double));

    public Guid? GetGuid(string key) => (Guid?)Get(key, typeof(Guid));

    public DateTimeOffset? GetDateTimeOffset(string key) => (DateTimeOffset?)Get(key, typeof(DateTimeOffset));

    public void Add(string key, object value) => _properties.Add(key, value);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool Remove(string key) => _properties.Remove(key);

    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    public void Clear() => _properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => _properties.Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) => _properties.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    private object Get(string key, Type wanted) => this[key] switch
    {
        null => null,
        var value when value.GetType() == wanted => value,
        var value => throw new InvalidOperationException($"{key} is of type {value.GetType()}, not {wanted}."),
    };
}
