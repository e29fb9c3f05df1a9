import django.db.models.deletion
import takar.kernel.clock
import takar.kernel.encrypted
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("custom", "0001_custom_books"),
        ("custom", "0002_personal_columns"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomEntry',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('data', models.JSONField(default=dict, editable=False)),
                ('private', takar.kernel.encrypted.EncryptedJson(default=dict, editable=False)),
            ],
            options={
                'verbose_name': 'entri buku buatan sendiri',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='CustomBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='kode')),
                ('slug', models.SlugField(max_length=60, verbose_name='alamat')),
                ('edition', models.PositiveIntegerField(default=1)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'buku buatan sendiri',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BookEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('made_at', models.DateTimeField(default=takar.kernel.clock.now, editable=False)),
                ('made_by_name', models.CharField(max_length=200)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='yang berubah')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='custom.custombook')),
            ],
            options={
                'verbose_name': 'susunan buku',
                'ordering': ['book', '-number'],
            },
        ),
        migrations.AddConstraint(
            model_name='custombook',
            constraint=models.UniqueConstraint(fields=('office', 'slug'), name='custom_book_slug_once'),
        ),
        migrations.AddConstraint(
            model_name='bookedition',
            constraint=models.UniqueConstraint(fields=('book', 'number'), name='book_edition_once'),
        ),
    ]
